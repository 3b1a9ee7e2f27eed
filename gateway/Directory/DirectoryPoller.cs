using FactoryFlow.Identity.V1;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Gateway.Directory;

/// <summary>
/// Asks tenancy and identity, each by itself, what changed. Polling rather than listening on the bus: a gateway that was away needs
/// no memory of what it missed, a lost message cannot leave anybody let in, and there may be any number of gateways.
/// </summary>
internal sealed partial class DirectoryPoller(
    TenantDirectoryService.TenantDirectoryServiceClient tenancy, CutoffService.CutoffServiceClient identity,
    AccessDirectory directory, GatewaySettings settings, TimeProvider clock, ILogger<DirectoryPoller> log) : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    // With an interval well below it, whatever changed during an outage is known soon after it.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Follow(directory.Tenants, AskTenancy, stoppingToken), Follow(directory.Cutoffs, AskIdentity, stoppingToken));

    private async Task Follow(DirectorySource source, Func<string, CancellationToken, Task<(string Token, bool HasMore)>> ask, CancellationToken ct)
    {
        var (token, pause) = ("", FirstPause);
        while (!ct.IsCancellationRequested)
        {
            try
            {
                (token, var hasMore) = await ask(token, ct);
                if (hasMore) continue;
                if (pause != FirstPause) LogAnswersAgain(source.Name);
                source.Answered();
                pause = FirstPause;
                await Task.Delay(settings.DirectoryInterval, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (RpcException failure)
            {
                // Another instance may not know where this one's answers ended.
                if (failure.StatusCode == StatusCode.InvalidArgument) token = "";
                if (pause == FirstPause && !ct.IsCancellationRequested) LogSilent(source.Name, failure.Status.Detail);
                await Task.Delay(pause, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    private async Task<(string Token, bool HasMore)> AskTenancy(string token, CancellationToken ct)
    {
        var answer = await tenancy.ListTenantAccessAsync(new ListTenantAccessRequest { PageToken = token }, deadline: Deadline, cancellationToken: ct);
        directory.Learn(answer.Tenants);
        return (answer.NextPageToken, answer.HasMore);
    }

    private async Task<(string Token, bool HasMore)> AskIdentity(string token, CancellationToken ct)
    {
        var answer = await identity.ListCutoffsAsync(new ListCutoffsRequest { PageToken = token }, deadline: Deadline, cancellationToken: ct);
        directory.Learn(answer.Cutoffs);
        return (answer.NextPageToken, answer.HasMore);
    }

    private DateTime Deadline => (clock.GetUtcNow() + Patience).UtcDateTime;

    [LoggerMessage(LogLevel.Warning, "Changes of {Source} cannot be asked for just now; what is known goes on holding: {Cause}")]
    private partial void LogSilent(string source, string cause);

    [LoggerMessage(LogLevel.Information, "Changes of {Source} are known again")]
    private partial void LogAnswersAgain(string source);
}
