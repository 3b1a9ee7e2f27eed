using FactoryFlow.Platform.Audit;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Hosting;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Audit;

/// <summary>Asks every service at once, as the caller, and merges what they answer.</summary>
internal sealed class AuditReader(TenantDb db, IServiceProvider provider, TimeProvider clock, ILogger<AuditReader> log)
{
    private const string Here = "tenancy";

    /// <summary>Those that write entries.</summary>
    public static readonly IReadOnlyList<string> Services = ["identity", Here, "workflow", "production", "ledger"];

    /// <summary>Those that are asked for theirs.</summary>
    public static IEnumerable<string> Others => Services.Where(service => service != Here);

    /// <summary>The newest entries that fit, of all services or of the one that is asked for.</summary>
    public async Task<ListAuditEntriesResponse> Page(Guid tenant, ListAuditEntriesRequest request, AuditFilter filter, ServerCallContext context)
    {
        var asked = Services.Where(service => request.Service.Length == 0 || request.Service == service).ToList();
        var answers = await Task.WhenAll(asked.Select(service => service == Here ? Own(tenant, filter, context) : Ask(service, tenant, request, context)));
        var page = AuditPage.Of(filter.PageSize, [.. asked.Zip(answers)]);
        if (page.UnavailableServices.Count > 0) log.LogWarning("An audit list is without the entries of {Services}", string.Join(", ", page.UnavailableServices));
        return page;
    }

    private async Task<IReadOnlyList<AuditEntry>?> Own(Guid tenant, AuditFilter filter, ServerCallContext context) =>
        await db.Read(context, tenant, tx => AuditEntries.Read(tx, filter));

    private async Task<IReadOnlyList<AuditEntry>?> Ask(string service, Guid tenant, ListAuditEntriesRequest request, ServerCallContext context)
    {
        try
        {
            var source = provider.GetRequiredKeyedService<AuditSourceService.AuditSourceServiceClient>(service);
            var answer = await source.ListServiceAuditEntriesAsync(
                new ListServiceAuditEntriesRequest { TenantId = tenant.ToString(), Filter = request },
                deadline: clock.Deadline(), cancellationToken: context.CancellationToken);
            return answer.AuditEntries;
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Unimplemented && !context.CancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
