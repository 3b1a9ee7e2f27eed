using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;

namespace FactoryFlow.Platform.Operations;

/// <summary>Which of the facts that were set aside somebody asks for.</summary>
/// <param name="State">What became of them.</param>
/// <param name="Tenant">Whose; null for anybody's.</param>
/// <param name="Queue">From which queue; empty for any.</param>
/// <param name="Before">Only those before this one in the order of ids.</param>
/// <param name="PageSize">How many a page has.</param>
public sealed record UndeliverableFactFilter(string State, Guid? Tenant, string Queue, Guid Before, int PageSize)
{
    private const int LongestQueue = 255;

    /// <summary>What a request asks for.</summary>
    /// <exception cref="Refusal">INVALID_INPUT and PAGE_TOKEN_INVALID.</exception>
    public static UndeliverableFactFilter Of(ListUndeliverableFactsRequest request)
    {
        var check = new Check();
        var filter = new UndeliverableFactFilter(
            check.Choice("state", request.State) ?? UndeliverableFactRow.Open,
            request.TenantId.Length == 0 ? null : check.Id("tenant_id", request.TenantId),
            check.Text("queue", request.Queue, 0, LongestQueue),
            Guid.AllBitsSet,
            check.PageSize(request.PageSize));
        check.Done();
        return PageToken.Id(request.PageToken) is { } before ? filter with { Before = before } : filter;
    }
}
