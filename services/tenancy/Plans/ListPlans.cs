using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Plans;

internal sealed partial class PlanService
{
    public override async Task<ListPlansResponse> ListPlans(ListPlansRequest request, ServerCallContext context)
    {
        var check = new Check();
        var size = check.PageSize(request.PageSize);
        check.Done();
        var after = PageToken.Key(request.PageToken) ?? "";
        // One row more than the page shows whether another page follows.
        var rows = await db.Read(context, tx => tx.All<PlanRow>($"""
            select plan_id, slug, name, settings, version from plans where slug > {after} order by slug limit {size + 1}
            """));
        return new ListPlansResponse
        {
            Plans = { rows.Take(size).Select(row => row.ToMessage()) },
            NextPageToken = rows.Count > size ? PageToken.After(rows[size - 1].Slug) : "",
        };
    }
}
