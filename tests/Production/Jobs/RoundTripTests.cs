using FactoryFlow.Production.Tests.Support;
using FactoryFlow.Production.V1;
using FactoryFlow.Testing;
using JobService = FactoryFlow.Production.Jobs.JobService;

namespace FactoryFlow.Production.Tests.Jobs;

/// <summary>Completions are what the floor does most, so what one costs is a promise.</summary>
public sealed class RoundTripTests(World world)
{
    private readonly Floor _floor = new(world);

    [Fact]
    public async Task A_completion_is_two_round_trips_and_one_fact()
    {
        await using var proxy = new PostgresProxy(world.Postgres.Port);
        await using var service = await TestService.Start(world.Database with { AppConnectionString = proxy.Through(world.Database.AppConnectionString) }, typeof(Reasons));
        var jobs = new JobService(service.Db, world.Configs);
        var article = await _floor.Article(("Cutting", "1"));
        // The first calls open the connection and prepare its statements.
        var cost = 0;
        for (var i = 0; i < 4; i++)
        {
            var job = await _floor.Started(article);
            var before = proxy.RoundTrips;
            await jobs.CompleteJobStep(new CompleteJobStepRequest { JobId = job.Id, StepId = job.StepId("Cutting") }, _floor.Call(Guid.NewGuid().ToString())).InTime();
            cost = proxy.RoundTrips - before;
        }

        cost.ShouldBe(2);
        (await _floor.Facts<Events.IFact>()).Count.ShouldBe(4);
    }
}
