using FactoryFlow.Events;
using FactoryFlow.Events.Production;
using FactoryFlow.Events.Workflow;
using FactoryFlow.Platform.Messages;
using FactoryFlow.Workflow.Tests.Support;
using FactoryFlow.Workflow.Webhooks;

namespace FactoryFlow.Workflow.Tests.Webhooks;

public sealed class EventTests
{
    [Theory]
    [InlineData("task.created", "task.created", true)]
    [InlineData("task.created", "task.assigned", false)]
    [InlineData("task.*", "task.created", true)]
    [InlineData("workflow.*", "workflow.instance.started", true)]
    [InlineData("workflow.instance.*", "workflow.transitioned", false)]
    [InlineData("task.*", "tasks.created", false)]
    [InlineData("*", "task.created", false)]
    public void An_event_is_heard_by_its_name_or_by_its_beginning(string listened, string name, bool heard) => WebhookEvents.Hears([listened], name).ShouldBe(heard);

    [Fact]
    public void A_body_says_what_happened_and_when_and_not_to_whom_it_was_told()
    {
        var fact = Shop.Started(Guid.NewGuid());
        WebhookEvents.NameOf(fact).ShouldBe("workflow.instance.started");
        WebhookEvents.BodyOf(fact).ShouldBe($$$"""
            {"type":"workflow.instance.started","timestamp":"2026-03-01T08:00:00Z","data":{"instanceId":"{{{fact.InstanceId}}}","definitionId":"{{{fact.DefinitionId}}}","definitionName":"order","definitionVersion":1,"businessKey":"PO-7","state":"draft","actorId":"{{{fact.ActorId}}}"}}
            """);
    }

    [Fact]
    public void What_somebody_earns_or_is_called_is_told_to_no_webhook()
    {
        var step = Golden<JobStepCompleted>("Production");
        var body = WebhookEvents.BodyOf(step);
        body.ShouldContain("goodQuantity");
        foreach (var left in new[] { "rate", "shares", "currency" }) body.ShouldNotContain($"\"{left}", Case.Insensitive);
        var user = WebhookEvents.BodyOf(Golden<Events.Identity.UserCreated>("Identity"));
        (user.Contains("email", StringComparison.Ordinal), user.Contains("name", StringComparison.Ordinal), user.Contains("userId", StringComparison.Ordinal)).ShouldBe((false, false, true));
    }

    [Fact]
    public void Of_what_is_too_long_a_body_says_which_it_was()
    {
        var fact = new WorkflowInstanceFailed
        {
            EventId = Guid.NewGuid(), TenantId = Guid.NewGuid(), OccurredAt = Some.Now, InstanceId = Guid.NewGuid(), DefinitionId = Guid.NewGuid(), DefinitionName = "order",
            DefinitionVersion = 1, BusinessKey = "", Error = new string('x', 100_000),
        };
        WebhookEvents.BodyOf(fact).ShouldBe($$$"""
            {"type":"workflow.instance.failed","timestamp":"2026-03-01T08:00:00Z","data":{"instanceId":"{{{fact.InstanceId}}}","definitionId":"{{{fact.DefinitionId}}}"}}
            """);
    }

    [Fact]
    public void The_page_for_integrators_names_every_event()
    {
        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "webhooks.md"));
        foreach (var name in WebhookEvents.Names.Append(WebhookEvents.Test)) page.ShouldContain($"`{name}`");
    }

    private static TFact Golden<TFact>(string service) where TFact : IFact =>
        (TFact)FactJson.Read(typeof(TFact).FullName!, File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Events", $"{service}.{typeof(TFact).Name}.json")));
}
