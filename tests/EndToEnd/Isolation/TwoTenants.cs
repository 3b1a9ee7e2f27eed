using FactoryFlow.EndToEnd.Tests.Api;

namespace FactoryFlow.EndToEnd.Tests.Isolation;

/// <summary>Two tenants that did everything there is to do, so that every table has rows of both.</summary>
public sealed class TwoTenants(WholeSystem system) : IAsyncLifetime
{
    internal Ground A { get; private set; } = null!;

    internal Ground B { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        A = await Live(await Ground.Make(system.Running));
        B = await Live(await Ground.Make(system.Running));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<Ground> Live(Ground ground)
    {
        var (slug, anybody) = (ground.Factory.Slug, system.Running.Anybody);
        (await anybody.Post("/api/v1/auth/login", new { tenant = slug, email = Factory.EmailOf(slug), password = "not the right one" })).Expect(401);
        var session = (await anybody.Post("/api/v1/auth/login", new { tenant = slug, email = "nobody@" + slug + ".example", password = "not the right one" })).Expect(401);
        session.Reason.ShouldBe("SIGN_IN_REFUSED");
        return ground;
    }
}
