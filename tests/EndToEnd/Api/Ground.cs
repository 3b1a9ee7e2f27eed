namespace FactoryFlow.EndToEnd.Tests.Api;

/// <summary>A factory with one of everything, for tests that need something real to point at.</summary>
internal sealed record Ground(Factory Factory, string Worker, string Article, Job Pending, Job Started, Job Completed, string Payment)
{
    public static async Task<Ground> Make(RunningSystem system)
    {
        var factory = await Factory.OpenConfigured(system);
        var worker = await factory.Worker();
        var article = await factory.Article(("Cutting", "0.2500"), ("Sewing", "1.0000"));
        var completed = await factory.Earned(worker, article, pieces: 40);
        await factory.BalanceBecomes(worker, 10m);
        // More than is owed, so that there are an allocation and an advance.
        var payment = (await factory.Pay(worker, "12.0000")).Expect(201).Text("id");
        var pending = await factory.Job(article, 10, worker, "Cutting");
        var started = await (await factory.Job(article, 10, worker, "Cutting")).Start("Cutting");
        return new Ground(factory, worker, article, pending, started, completed, payment);
    }
}
