using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Factories;

internal sealed partial class FactoryService
{
    public override Task<Factory> CreateFactory(CreateFactoryRequest request, ServerCallContext context)
    {
        var check = new Check();
        var code = check.Text("factory_code", request.FactoryCode, 1, LongestCode);
        var name = check.Text("name", request.Name, 1, LongestName);
        var english = check.Text("name_en", request.NameEn, 0, LongestName);
        var chinese = check.Text("name_cn", request.NameCn, 0, LongestName);
        check.Done();
        return db.Write(context, request, tx =>
        {
            var factory = new FactoryRow(tx.NewId(), code, name, english, chinese, 1, tx.Now, tx.Now);
            FactoryStore.Add(tx, factory);
            var message = factory.ToMessage();
            tx.Audit("factory.created", "factory", factory.Id, Changes.Between(null, message));
            return Task.FromResult(message);
        });
    }
}
