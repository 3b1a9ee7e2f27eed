using FactoryFlow.Events.Workflow;
using FactoryFlow.Testing;
using FactoryFlow.Workflow.Tests.Support;
using Status = FactoryFlow.Workflow.V1.Instance.Types.Status;

namespace FactoryFlow.Workflow.Tests.Activities;

/// <summary>What is done in the transaction that takes a transition.</summary>
[Collection("activities")]
public sealed class InlineTests(World world)
{
    private readonly Bench _bench = new(world);

    [Fact]
    public async Task Values_are_set_and_calculated_in_order()
    {
        var instance = await _bench.Taken("""
            { type: updateContext, with: { set: { order: "{{workflow.businessKey}}", pieces: 4, gone: null } } },
            { type: executeFunction, with: { function: multiply, one: "{{pieces}}", other: 2.5, saveAs: sum } },
            { type: updateContext, with: { set: { large: true } }, conditions: { field: sum, operator: gt, value: 100 } }
            """, """{"gone": "x"}""");
        var known = (await _bench.Desk.Get(instance.Id)).Context.Fields;
        (known["order"].StringValue, known["sum"].NumberValue, known.ContainsKey("gone"), known.ContainsKey("large")).ShouldBe(("PO-7", 10, false, false));
        (await _bench.Look(instance)).ShouldBe("1:Succeeded 2:Succeeded 3:Skipped");
    }

    [Fact]
    public async Task What_a_function_can_make_nothing_of_fails_visibly_and_undoes_what_was_done()
    {
        var instance = await _bench.Taken("""
            { type: updateContext, with: { set: { reserved: true } }, compensation: { type: updateContext, with: { set: { reserved: false } } } },
            { type: executeFunction, with: { function: add, one: "{{nothing}}", other: 1, saveAs: sum } }
            """);
        (instance.Status, instance.Context.Fields["reserved"].BoolValue).ShouldBe((Status.Failed, false));
        instance.Error.ShouldStartWith("An activity of \"go\" could not be done: add can make nothing of");
        (await _bench.Look(instance)).ShouldBe("1:Compensated 2:Failed 3<1:Succeeded");
    }

    [Fact]
    public async Task An_event_of_the_tenants_own_is_told()
    {
        var instance = await _bench.Taken("""{ type: emitEvent, with: { name: order.ready, data: { order: "{{order}}", by: "{{actor.kind}}" } } }""", """{"order": 7}""");
        var told = (await _bench.Desk.Facts()).OfType<WorkflowEventEmitted>().Single();
        (told.InstanceId.ToString(), told.Name, told.BusinessKey, told.Data.GetRawText()).ShouldBe((instance.Id, "order.ready", "PO-7", """{"order":7,"by":"STAFF"}"""));
    }

    [Fact]
    public async Task A_notification_names_whom_to_tell_and_what()
    {
        var buyer = Guid.NewGuid();
        var instance = await _bench.Taken("""
            { type: sendNotification, with: { to: { user: context.buyer, roles: [manager, buyer] }, subject: "Order {{order}}", body: "For {{workflow.businessKey}}." } },
            { type: sendNotification, with: { to: { user: "{{workflow.startedBy}}", address: "{{mail}}" }, body: Done } }
            """, $$"""{"order": "a\nb", "buyer": "{{buyer}}", "mail": "a@b.example"}""");
        var told = (await _bench.Desk.Facts()).OfType<WorkflowNotificationRequested>().ToList();
        (told[0].Channel, told[0].UserId, string.Join(',', told[0].Roles), told[0].Address, told[0].Subject, told[0].Text).ShouldBe(("EMAIL", buyer, "manager,buyer", "", "Order a b", "For PO-7."));
        (told[1].UserId.ToString(), told[1].Address, told[1].InstanceId.ToString()).ShouldBe((instance.StartedById, "a@b.example", instance.Id));
    }

    [Fact]
    public async Task Whoever_is_not_known_is_not_told_and_that_is_visible()
    {
        var instance = await _bench.Taken("""{ type: sendNotification, with: { to: { user: context.buyer }, body: Done } }""");
        var skipped = (await _bench.All(instance)).Single();
        (skipped.Status, skipped.Error).ShouldBe((V1.Activity.Types.Status.Skipped, "It is for nobody who is known."));
        (await _bench.Desk.Facts()).OfType<WorkflowNotificationRequested>().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("EMAIL", null, true)]
    [InlineData("EMAIL", false, false)]
    [InlineData("SMS", null, false)]
    [InlineData("SMS", true, true)]
    [InlineData("WHATSAPP", false, false)]
    [InlineData("WHATSAPP", true, true)]
    public async Task A_channel_is_used_where_the_tenants_flags_say_so(string channel, bool? flag, bool isTold)
    {
        if (flag is { } value) await Hear($"notifications_{channel.ToLowerInvariant()}", value);
        var instance = await _bench.Taken($$"""{ type: sendNotification, with: { channel: {{channel}}, to: { address: "+49" }, body: Done } }""");
        (await _bench.Desk.Facts()).OfType<WorkflowNotificationRequested>().Count().ShouldBe(isTold ? 1 : 0);
        (await _bench.All(instance)).Single().Error.ShouldBe(isTold ? "" : $"The tenant has {channel} turned off.");
    }

    [Fact]
    public async Task A_dry_run_says_what_would_be_done_and_does_nothing()
    {
        var definition = await _bench.Desk.Publish("states: [{ id: a, type: start }, { id: z, type: end }]\ntransitions: [{ id: go, from: a, to: z, activities: [{ type: emitEvent, with: { name: x } }] }]");
        var instance = await _bench.Desk.Start(definition);
        var would = await _bench.Desk.Take(instance, "go", change: r => r.ValidateOnly = true);
        would.Changes.Select(c => c.Type).ShouldBe(["TRANSITIONED", "ACTIVITY_REQUESTED", "ACTIVITY_SUCCEEDED", "COMPLETED"]);
        (await _bench.All(instance)).ShouldBeEmpty();
        (await _bench.Desk.Facts()).OfType<WorkflowEventEmitted>().ShouldBeEmpty();
    }

    private Task Hear(string flag, bool value) => world.Look(
        "insert into tenant_states (tenant_id, version, state, update_time) values ($1, 1, jsonb_build_object('featureFlags', jsonb_build_object($2::text, $3::boolean)), now()) returning 1", _bench.Tenant, flag, value);
}
