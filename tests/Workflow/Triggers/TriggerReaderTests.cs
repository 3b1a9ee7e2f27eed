using FactoryFlow.Workflow.Conditions;
using FactoryFlow.Workflow.Tests.Support;
using FactoryFlow.Workflow.Triggers;
using FactoryFlow.Workflow.Webhooks;

namespace FactoryFlow.Workflow.Tests.Triggers;

/// <summary>What a definition may say of events, and what is wrong with it when it is saved.</summary>
public sealed class TriggerReaderTests
{
    private const string Context = "order: { type: text, required: true }, number: number, express: boolean, due: time, anything: any";

    [Fact]
    public void All_that_can_be_said_of_a_trigger_is_read()
    {
        var definition = Some.Definition(Bell.Flow("""
            { id: rush, description: Why, event: order.created, filter: [{ field: event.data.isExpress, operator: eq, value: true }, { field: event.time, operator: le, valueFrom: now }],
              context: { order: event.data.orderId, number: event.data.orderNumber, due: event.data.dueTime, anything: event.type }, businessKey: event.data.orderNumber, debounce: PT5S, maxConcurrent: 3 }
            """, Context));
        var trigger = definition.Triggers.ShouldHaveSingleItem();
        (trigger.Id, trigger.Event, trigger.Debounce, trigger.MaxConcurrent, trigger.BusinessKey!.ToString()).ShouldBe(("rush", "order.created", TimeSpan.FromSeconds(5), 3, "event.data.orderNumber"));
        trigger.Filter.ShouldBeOfType<All>().Parts.Length.ShouldBe(2);
        trigger.Context.Select(c => $"{c.Key}={c.Value}").ShouldBe(["anything=event.type", "due=event.data.dueTime", "number=event.data.orderNumber", "order=event.data.orderId"]);
    }

    [Theory]
    [InlineData("{ event: order.lost, context: { order: event.id } }", "is no event; there are job.step.completed")]
    [InlineData("{ event: workflow.instance.started, context: { order: event.id } }", "starts nothing: what workflows tell of themselves")]
    [InlineData("{ event: workflow.transitioned, context: { order: event.id } }", "starts nothing")]
    [InlineData("{ event: task.created, context: { order: event.id } }", "starts nothing")]
    [InlineData("{ event: sla.violated, context: { order: event.id } }", "starts nothing")]
    [InlineData("{ event: notification.requested, context: { order: event.id } }", "starts nothing")]
    [InlineData("{ context: { order: event.id } }", "\"event\" is missing")]
    [InlineData("{ event: order.created, colour: red, context: { order: event.id } }", "\"colour\" is not known here")]
    [InlineData("{ event: order.created }", "leaves out \"order\", which the context requires")]
    [InlineData("{ event: order.created, context: { order: event.data.orderNumber } }", "is a number, and context.order is a text")]
    [InlineData("{ event: order.created, context: { order: event.id, price: event.data.orderNumber } }", "\"price\" is not declared in the context")]
    [InlineData("{ event: order.created, context: { order: event.data.colour } }", "event.data.customerReference, event.data.dueTime")]
    [InlineData("{ event: order.created, context: { order: event.data.orderId.x } }", "event.data.orderId is a text and has nothing inside")]
    [InlineData("{ event: order.created, context: { order: context.number } }", "\"context.number\" is not known; there are event.id")]
    [InlineData("{ event: order.created, context: { order: 7 } }", "must be a path such as event.data.orderId")]
    [InlineData("{ event: order.created, context: { order: event.id }, filter: { field: event.data.isExpress, operator: gt, value: 1 } }", "is true or false, which is neither more nor less")]
    [InlineData("{ event: order.created, context: { order: event.id }, filter: { field: actor.id, operator: eq, value: x } }", "\"actor.id\" is not known")]
    [InlineData("{ event: order.created, context: { order: event.id }, businessKey: event.data.isExpress }", "can be no business key")]
    [InlineData("{ event: order.created, context: { order: event.id }, debounce: 5000 }", "must be a text")]
    [InlineData("{ event: order.created, context: { order: event.id }, debounce: P2D }", "is longer than 24 hours")]
    [InlineData("{ event: order.created, context: { order: event.id }, maxConcurrent: 0 }", "whole number from 1 to 1000")]
    [InlineData("{ event: order.created, context: { order: event.id } }, { event: order.created, context: { order: event.id } }", "another trigger is called \"order.created\"")]
    [InlineData("{ event: job.step.completed, context: { order: event.data.rate } }", "\"event.data.rate\" is not known")]
    [InlineData("{ event: user.created, context: { order: event.data.email } }", "\"event.data.email\" is not known")]
    [InlineData("{ event: workflow.event.emitted, context: { order: event.id, number: event.data.triggerDepth } }", "is not known")]
    public void What_is_wrong_is_told_when_it_is_saved(string trigger, string fault) =>
        Some.Read(Bell.Flow(trigger, Context)).Faults.Select(f => f.Message).ShouldContain(message => message.Contains(fault, StringComparison.Ordinal));

    [Fact]
    public void More_than_so_many_triggers_are_refused() => Some.Read(Bell.Flow(string.Join(", ", Enumerable.Range(0, 21).Select(i => $"{{ id: t{i}, event: order.created }}")), "order: text"))
        .Faults.ShouldHaveSingleItem().Message.ShouldContain("at most 20");

    [Fact]
    public void What_workflows_tell_of_themselves_is_heard_by_no_trigger_but_for_what_they_emit()
    {
        string[] own = ["workflow", "task", "sla", "notification"];
        WebhookEvents.Names.Where(name => own.Contains(name.Split('.')[0])).Where(Triggering.IsHeard).ShouldBe([Triggering.Emitted]);
        WebhookEvents.Names.Where(Triggering.IsHeard).ShouldAllBe(name => Triggering.WhyNot(name) == null);
    }

    [Fact]
    public void Each_event_says_something_of_a_known_type() =>
        WebhookEvents.Names.Where(Triggering.IsHeard).ShouldAllBe(name => Triggering.FieldsOf(name).Any(f => f.Value == VariableType.Text) && Triggering.FieldsOf(name).All(f => f.Value != VariableType.Any || name == Triggering.Emitted));
}
