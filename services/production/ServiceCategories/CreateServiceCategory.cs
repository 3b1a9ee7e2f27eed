using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.V1;
using Grpc.Core;

namespace FactoryFlow.Production.ServiceCategories;

internal sealed partial class ServiceCategoryService
{
    public override Task<ServiceCategory> CreateServiceCategory(CreateServiceCategoryRequest request, ServerCallContext context)
    {
        var check = new Check();
        var code = CheckCode(check, request.Code);
        var name = check.Text("name", request.Name, 1, LongestName);
        check.Done();
        return db.Write(context, request, tx =>
        {
            var category = new CategoryRow(tx.NewId(), code, name, 1, tx.Now);
            CategoryStore.Add(tx, category);
            var message = category.ToMessage();
            tx.Audit("service_category.created", "service_category", category.Id, Changes.Between(null, message));
            return Task.FromResult(message);
        });
    }
}
