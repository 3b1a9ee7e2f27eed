using FactoryFlow.EndToEnd.Tests.Api;
using RabbitMQ.Client;

namespace FactoryFlow.EndToEnd.Tests.Journeys;

/// <summary>What those who run the platform see and decide, across all services.</summary>
public sealed class OperationsTests(WholeSystem system)
{
    private const string Operations = "/api/v1/operations", Failed = $"{Operations}/undeliverable-facts";

    private Client Platform => system.Running.Platform;

    [Fact]
    public async Task Every_service_says_how_it_is_and_which_queues_it_takes_facts_from()
    {
        var states = (await Eventually.Sees(
            () => Platform.Get($"{Operations}/services"), seen => seen.Items("services").All(s => s.GetProperty("queues").GetArrayLength() > 0))).Expect(200);
        states.Items("services").Select(s => s.GetProperty("service").GetString()).Order().ShouldBe(["identity", "ledger", "production", "tenancy", "workflow"]);
        states.Items("unavailableServices").ShouldBeEmpty();
        states.Items("services").ShouldAllBe(s => s.GetProperty("brokerProblem").GetString() == "");
        states.Items("services").SelectMany(s => s.GetProperty("queues").EnumerateArray()).ShouldAllBe(q => q.GetProperty("consumers").GetInt32() == 1);
    }

    [Fact]
    public async Task What_a_service_cannot_read_is_seen_inspected_and_discarded_and_stays_known()
    {
        system.Running.Announce("(R|S|T)-FAULT rabbitmq://[^ ]*ledger-credit-on-job-step-completed");
        var tenant = Guid.NewGuid();
        await Publish(SetAside.Queue, $$"""{"messageType": ["urn:message:FactoryFlow.Events.Production:JobStepCompleted"], "message": {"tenantId": "{{tenant}}", "eventId": "{{tenant}}", "goodQuantity": "many"} }""");
        var listed = await Eventually.Sees(() => Platform.Get($"{Failed}?tenantId={tenant}"), seen => seen.Items("undeliverableFacts").Count == 1);
        var fact = $"{Operations}/services/ledger/undeliverable-facts/{listed.Text("undeliverableFacts.0.id")}";
        (listed.Text("undeliverableFacts.0.queue"), listed.Text("undeliverableFacts.0.eventId")).ShouldBe((SetAside.Queue, tenant.ToString()));
        (await Platform.Get(fact)).Expect(200).Text("body.goodQuantity").ShouldBe("many");
        (await Platform.Post($"{fact}:discard", new { reason = "Nobody published it." })).Expect(200).Text("state").ShouldBe("DISCARDED");
        (await Platform.Get($"{Failed}?tenantId={tenant}")).Items("undeliverableFacts").ShouldBeEmpty();
        (await Platform.Get($"{Failed}?tenantId={tenant}&state=DISCARDED")).Text("undeliverableFacts.0.discardReason").ShouldBe("Nobody published it.");
    }

    [Fact]
    public async Task What_is_retried_is_seen_by_the_tenant_whose_it_is_and_by_the_platform()
    {
        var ground = await Ground.Make(system.Running);
        var fact = $"{Operations}/services/ledger/undeliverable-facts/{ground.SetAside.Failed}";
        (await Platform.Post($"{fact}:retry")).Expect(200).Text("state").ShouldBe("RETRIED");
        (await Platform.Post($"{fact}:discard", new { reason = "Too late." })).Expect(409, "UNDELIVERABLE_FACT_RETRIED");
        (await ground.Factory.Admin.Get($"/api/v1/audit-entries?entityType=undeliverable_fact&entityId={ground.SetAside.Failed}")).Expect(200).Text("auditEntries.0.action").ShouldBe("undeliverable_fact.retried");
        (await Platform.Get($"/api/v1/audit-entries?entityType=undeliverable_fact&entityId={ground.SetAside.Failed}")).Expect(200).Text("auditEntries.0.service").ShouldBe("tenancy");
        (await ground.Factory.Admin.Get(Failed)).Expect(403, "CALLER_KIND_REFUSED");
    }

    [Fact]
    public async Task Facts_and_sagas_come_page_by_page()
    {
        var ground = await Ground.Make(system.Running);
        var facts = await Factory.Pages(Platform, $"{Failed}?tenantId={ground.Factory.TenantId}", "undeliverableFacts", 1);
        // What was brought in within one millisecond is in no order.
        facts.ConvertAll(fact => fact.GetProperty("id").GetString()).ShouldBe([ground.SetAside.Spare, ground.SetAside.Failed], ignoreOrder: true);
        (await Plant(3)).ShouldBe(3);
        (await Sagas(2)).ShouldBe(await Sagas(200));
        (await Sagas(200)).Count.ShouldBe(3);

        async Task<List<string?>> Sagas(int size) =>
            (await Factory.Pages(Platform, $"{Operations}/sagas?state=Trial", "sagas", size)).ConvertAll(saga => saga.GetProperty("correlationId").GetString());
    }

    [Fact]
    public async Task Somebody_who_locked_themselves_out_is_let_in_again_by_the_platform_and_by_their_administrator()
    {
        var factory = await Factory.Open(system.Running);
        var owner = (await factory.Admin.Get("/api/v1/me")).Expect(200).Text("user.id");
        await LockOut(factory);
        (await Platform.Post($"/api/v1/users/{owner}:unlock", new { tenantId = factory.TenantId })).Expect(200).Text("wasLocked").ShouldBe("true", StringCompareShould.IgnoreCase);
        (await SignIn(factory, Factory.Password)).Expect(200);
        await LockOut(factory);
        (await factory.Admin.Post($"/api/v1/users/{owner}:unlock")).Expect(200);
        (await SignIn(factory, Factory.Password)).Expect(200);
        (await factory.Admin.Get($"/api/v1/audit-entries?action=user.unlocked&entityType=user&entityId={owner}")).Expect(200).Items("auditEntries").Select(e => e.GetProperty("actorKind").GetString()).ShouldBe(["STAFF", "PLATFORM"]);
    }

    [Fact]
    public async Task The_platform_reconciles_a_tenants_wages_and_names_it()
    {
        var ground = await Ground.Make(system.Running);
        const string Wages = "/api/v1/reconciliation/wages";
        (await Platform.Get($"{Wages}?tenantId={ground.Factory.TenantId}&pageSize=200")).Expect(200).Items("findings").ShouldBeEmpty();
        (await Platform.Post($"{Wages}:repair", new { tenantId = ground.Factory.TenantId })).Expect(200).Items("republishedReportIds").ShouldBeEmpty();
        (await Platform.Get(Wages)).Expect(400, "INVALID_INPUT").Fields.ShouldBe(["tenantId"]);
        (await Platform.Get($"{Wages}?tenantId={Guid.NewGuid()}")).Expect(404, "TENANT_NOT_FOUND");
        (await ground.Factory.Admin.Get("/api/v1/audit-entries?action=wages.compared")).Expect(200).Text("auditEntries.0.actorKind").ShouldBe("PLATFORM");
    }

    [Fact]
    public async Task What_could_not_be_read_is_published_once_a_version_can()
    {
        await using var production = await system.Running.OpenAsAdministrator("production");
        var id = Guid.NewGuid();
        await Dapper.SqlMapper.ExecuteAsync(production, "insert into outbox (tenant_id, event_id, type, body) values (@id, @id, 'unreadable:FactoryFlow.Events.Tomorrow', '{}')", new { id });
        (await Platform.Get($"{Operations}/services")).Expect(200).Items("services").Single(s => s.GetProperty("service").GetString() == "production").GetProperty("unreadableFacts").GetInt32().ShouldBe(1);
        (await Platform.Post($"{Operations}/services/production/outbox:reemit")).Expect(200).Text("reemittedFacts").ShouldBe("1");
        // A type that this version does not know waits for one that does.
        (await Dapper.SqlMapper.ExecuteAsync(production, "delete from outbox where event_id = @id and type = 'FactoryFlow.Events.Tomorrow'", new { id })).ShouldBe(1);
    }

    private async Task LockOut(Factory factory)
    {
        for (var i = 0; i < 5; i++) (await SignIn(factory, "not the right one")).Expect(401, "SIGN_IN_REFUSED");
        (await SignIn(factory, Factory.Password)).Reason.ShouldBe("ACCOUNT_LOCKED");
    }

    private Task<Reply> SignIn(Factory factory, string password) =>
        system.Running.Anybody.Post("/api/v1/auth/login", new { tenant = factory.Slug, email = Factory.EmailOf(factory.Slug), password });

    private async Task<int> Plant(int sagas)
    {
        await using var tenancy = await system.Running.OpenAsAdministrator("tenancy");
        return await Dapper.SqlMapper.ExecuteAsync(
            tenancy, "insert into sagas (tenant_id, kind, correlation_id, version, state) select gen_random_uuid(), 'Trial', gen_random_uuid(), 1, '{\"CurrentState\": \"Trial\"}' from generate_series(1, @sagas)", new { sagas });
    }

    private async Task Publish(string queue, string body)
    {
        var factory = new ConnectionFactory { Uri = new Uri(system.Running.Handle.ConnectionString("rabbitmq")) };
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.BasicPublishAsync("", queue, mandatory: true, new BasicProperties { ContentType = "application/vnd.masstransit+json" }, System.Text.Encoding.UTF8.GetBytes(body));
    }
}
