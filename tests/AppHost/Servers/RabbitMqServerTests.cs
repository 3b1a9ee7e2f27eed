using FactoryFlow.AppHost.Servers;

namespace FactoryFlow.AppHost.Tests.Servers;

public sealed class RabbitMqServerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task A_node_answers_again_after_a_stop_and_after_a_kill_and_then_vanishes()
    {
        var server = await RabbitMqServer.Start(cancellationToken: Cancel);
        await server.Stop();
        (await server.Answers(Cancel)).ShouldBeFalse();
        await server.StartAgain(Cancel);
        await server.Kill();
        await server.StartAgain(Cancel);
        (await server.Answers(Cancel)).ShouldBeTrue();
        await server.DisposeAsync();
        Directory.Exists(server.Folder).ShouldBeFalse();
    }

    [Fact(Timeout = 180_000)]
    public async Task Everything_that_a_node_starts_ends_with_it()
    {
        var server = await RabbitMqServer.Start(cancellationToken: Cancel);
        ProcessList.Mentioning(server.Folder).ShouldNotBeEmpty();
        await server.DisposeAsync();
        await Eventually.Is(() => ProcessList.Mentioning(server.Folder).Count == 0, seconds: 1);
    }
}
