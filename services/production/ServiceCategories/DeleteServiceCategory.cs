using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FactoryFlow.Production.ServiceCategories;

internal sealed partial class ServiceCategoryService
{
    public override Task<Empty> DeleteServiceCategory(DeleteServiceCategoryRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("category_id", request.CategoryId);
        check.Done();
        return db.Write(context, request, async tx =>
        {
            var category = await CategoryStore.Lock(tx, id);
            Etag.Require(request.Etag, category.Version);
            var order = await tx.All<int>($"select number from orders where tenant_id = {tx.TenantId} and category_id = {id} and delete_time is null order by number desc limit 1");
            if (order is [var number]) throw Reasons.ServiceCategoryInUse.Refuse(FormattableString.Invariant($"{category.Code} has orders, the newest of which is {number}."));

            tx.Write($"update service_categories set delete_time = {tx.Now} where tenant_id = {tx.TenantId} and id = {id}");
            tx.Audit("service_category.deleted", "service_category", id, Changes.Between(category.ToMessage(), null));
            return new Empty();
        });
    }
}
