using FactoryFlow.AppHost.Dashboard.Contract;
using FactoryFlow.AppHost.Hosting;
using Grpc.Core;
using Microsoft.Extensions.Hosting;

namespace FactoryFlow.AppHost.Dashboard;

/// <summary>Answers the dashboard's questions about the system, and does what its buttons ask for.</summary>
internal sealed class ResourceService(DistributedApplication application, IHostApplicationLifetime lifetime) : DashboardService.DashboardServiceBase
{
    public override Task<ApplicationInformation> GetApplicationInformation(ApplicationInformationRequest request, ServerCallContext context) =>
        Task.FromResult(new ApplicationInformation { ApplicationName = "FactoryFlow" });

    public override Task WatchResources(WatchResourcesRequest request, IServerStreamWriter<WatchResourcesUpdate> responseStream, ServerCallContext context) =>
        UntilStopped(context, async cancellationToken =>
        {
            // Subscribed first, so that no change falls between the snapshot and the stream.
            var changes = application.Changes(cancellationToken);
            var snapshot = new Snapshot { Resources = { application.Shown.Select(ResourceViews.Of) } };
            await responseStream.WriteAsync(new WatchResourcesUpdate { InitialData = snapshot }, cancellationToken);
            await foreach (var resource in changes)
            {
                var change = new Change { Upsert = ResourceViews.Of(resource) };
                await responseStream.WriteAsync(new WatchResourcesUpdate { Changes = new Changes { Value = { change } } }, cancellationToken);
            }
        });

    public override Task WatchResourceConsoleLogs(WatchConsoleLogsRequest request, IServerStreamWriter<ConsoleLogsUpdate> responseStream, ServerCallContext context) =>
        UntilStopped(context, async cancellationToken =>
        {
            var log = Find(request.ResourceName).Log;
            var last = 0;
            while (true)
            {
                var lines = log.After(last);
                if (lines.Count > 0)
                {
                    await responseStream.WriteAsync(new ConsoleLogsUpdate { LogLines = { lines.Select(ResourceViews.Line) } }, cancellationToken);
                    last = lines[^1].Number;
                }
                if (request.SuppressFollow)
                    return;
                await log.WaitForMore(last, cancellationToken);
            }
        });

    public override async Task<CommandResponse> ExecuteResourceCommand(CommandRequest request, ServerCallContext context)
    {
        var command = ResourceCommand.All.FirstOrDefault(each => each.Name == request.CommandName);
        if (command is null || Find(request.ResourceName) is not ProcessResource resource)
            return new CommandResponse { Kind = 2, Message = $"{request.ResourceName} has no command {request.CommandName}." };
        await command.Run(resource);
        return new CommandResponse { Kind = 1 };
    }

    public override Task WatchInteractions(IAsyncStreamReader<Interaction> requestStream, IServerStreamWriter<Interaction> responseStream, ServerCallContext context) =>
        UntilStopped(context, async cancellationToken =>
        {
            await context.WriteResponseHeadersAsync([]);
            await Task.Delay(Timeout.Infinite, cancellationToken);
        });

    private Resource Find(string id) =>
        application.Shown.FirstOrDefault(resource => resource.Id == id) ?? throw new RpcException(new Status(StatusCode.NotFound, $"There is no resource {id}."));

    // A stream that stayed open would hold up the end of the app host.
    private async Task UntilStopped(ServerCallContext context, Func<CancellationToken, Task> stream)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        try
        {
            await stream(ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
        }
    }
}
