using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.V1;
using Grpc.Core;

namespace FactoryFlow.Production.ServiceCategories;

internal sealed partial class ServiceCategoryService
{
    public override Task<ServiceCategory> GetServiceCategory(GetServiceCategoryRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("category_id", request.CategoryId);
        check.Done();
        return db.Read(context, async tx =>
        {
            var found = CategoryStore.Ask(tx, id);
            await tx.Flush();
            return found.First?.ToMessage() ?? throw CategoryStore.NotFound(id);
        });
    }
}
