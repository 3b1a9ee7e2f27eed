using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.V1;
using Grpc.Core;

namespace FactoryFlow.Production.ServiceCategories;

internal sealed partial class ServiceCategoryService
{
    public override Task<ServiceCategory> UpdateServiceCategory(UpdateServiceCategoryRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("category_id", request.CategoryId);
        var mask = UpdateMask.Of(check, request, "code", "name");
        var code = mask.Has("code") ? CheckCode(check, request.Code) : null;
        var name = mask.Has("name") ? check.Text("name", request.Name, 1, LongestName) : null;
        check.Done();
        return db.Write(context, request, async tx =>
        {
            var before = await CategoryStore.Lock(tx, id);
            Etag.Require(request.Etag, before.Version);
            var after = before with { Code = code ?? before.Code, Name = name ?? before.Name };
            if (after == before) return before.ToMessage();

            after = after with { Version = before.Version + 1 };
            CategoryStore.Save(tx, after);
            tx.Audit("service_category.updated", "service_category", id, Changes.Between(before.ToMessage(), after.ToMessage()));
            return after.ToMessage();
        });
    }
}
