using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.V1;
using Grpc.Core;

namespace FactoryFlow.Production.ServiceCategories;

internal sealed partial class ServiceCategoryService
{
    public override Task<ListServiceCategoriesResponse> ListServiceCategories(ListServiceCategoriesRequest request, ServerCallContext context)
    {
        var check = new Check();
        var size = check.PageSize(request.PageSize);
        check.Done();
        var after = PageToken.Key(request.PageToken) ?? "";
        return db.Read(context, async tx =>
        {
            var found = await tx.All<CategoryRow>($"""
                select id, code, name, version, create_time from service_categories
                where tenant_id = {tx.TenantId} and code > {after} and delete_time is null order by code limit {size + 1}
                """);
            List<CategoryRow> page = [.. found.Take(size)];
            var response = new ListServiceCategoriesResponse { NextPageToken = found.Count > size ? PageToken.After(page[^1].Code) : "" };
            response.Categories.AddRange(page.Select(category => category.ToMessage()));
            return response;
        });
    }
}
