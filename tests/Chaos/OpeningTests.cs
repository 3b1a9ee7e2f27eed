using Dapper;

namespace FactoryFlow.Chaos.Tests;

/// <summary>
/// A service dies in the middle of the opening of a tenant, once in each of its steps, just before the step's transaction commits or
/// just after; its caller never asks again. What is there in the end is a whole tenant, or nothing.
/// </summary>
public sealed class OpeningTests(Floor floor, ITestOutputHelper output)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(4);

    /// <summary>Each step by the row that it writes, in its service's database.</summary>
    public static TheoryData<string, string, string, string> Steps => new()
    {
        { "the slug is reserved", "tenancy", "insert on tenants", "true" },
        { "the saga begins", "tenancy", "insert on sagas", "new.kind = 'Opening'" },
        { "the owner is made", "identity", "insert on users", "true" },
        { "the tenant is activated", "tenancy", "update on tenants", "old.status = 'PROVISIONING' and new.status = 'ACTIVE'" },
        { "a provider has connected the domain", "tenancy", "update on domain_requests", "new.status = 'ACTIVE'" },
        { "the saga has heard of one provider", "tenancy", "update on sagas", "old.state <> new.state" },
        { "the saga ends", "tenancy", "delete on sagas", "old.kind = 'Opening'" },
    };

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Whoever_dies_before_a_step_is_committed_leaves_a_whole_tenant_or_none(string step, string service, string write, string condition)
    {
        var slug = await Die(service, write, condition, beforeCommit: true);
        await (step == "the slug is reserved" ? ShouldBeNothing(slug) : ShouldBeWhole(slug));
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Whoever_dies_after_a_step_is_committed_leaves_a_whole_tenant(string step, string service, string write, string condition)
    {
        var slug = await Die(service, write, condition, beforeCommit: false);
        output.WriteLine($"{slug} went on after: {step}.");
        await ShouldBeWhole(slug);
    }

    private async Task<string> Die(string service, string write, string condition, bool beforeCommit)
    {
        var slug = Factory.NewSlug();
        (await floor.System.Platform.Post("/api/v1/plans", Factory.Plan(slug))).Expect(201);
        await using var trap = await Trap.Set(floor.System, service, write, condition, stops: beforeCommit);
        var call = floor.System.Platform.Post("/api/v1/tenants", Factory.Tenant(slug));
        await trap.Sprung;
        await floor.System.Handle.Kill(service);
        await trap.DisposeAsync();
        await floor.System.Handle.WaitUntilReady(service, new CancellationTokenSource(s_limit).Token);
        // Whatever it is told, or not.
        await Task.WhenAny(call);
        return slug;
    }

    private async Task ShouldBeNothing(string slug)
    {
        (await Ask("tenancy", $"select count(*) from tenants where slug = '{slug}'")).ShouldBe("0");
        (await Ask("tenancy", "select count(*) from sagas")).ShouldBe("0");
        (await Owners(slug)).ShouldBe("0");
        (await floor.System.Platform.Post("/api/v1/tenants", Factory.Tenant(slug))).Status.ShouldBeOneOf(201, 207);
        await ShouldBeWhole(slug);
    }

    private async Task ShouldBeWhole(string slug)
    {
        await Eventually.Sees(() => Ask("tenancy", $"select status || ' ' || domain_status from tenants where slug = '{slug}'"), status => status == "ACTIVE ACTIVE", s_limit);
        await Eventually.Sees(() => Ask("tenancy", "select count(*) from sagas"), sagas => sagas == "0", s_limit);
        (await Owners(slug)).ShouldBe("1");
        await floor.System.Anybody.SignIn(slug, Factory.EmailOf(slug), Factory.Password);
        (await floor.System.Platform.Post("/api/v1/tenants", Factory.Tenant(slug))).Expect(409, "TENANT_SLUG_TAKEN");
    }

    private Task<string?> Owners(string slug) => Ask("identity", $"select count(*) from users u join tenants t on t.tenant_id = u.tenant_id where t.slug = '{slug}'");

    private async Task<string?> Ask(string service, string sql)
    {
        await using var connection = await floor.System.OpenAsAdministrator(service);
        return await connection.ExecuteScalarAsync<string>($"select ({sql})::text");
    }
}
