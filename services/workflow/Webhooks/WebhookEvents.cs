using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using FactoryFlow.Events;
using FactoryFlow.Events.Identity;
using FactoryFlow.Events.Production;
using FactoryFlow.Events.Tenancy;
using FactoryFlow.Events.Workflow;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Platform.Messages;
using Google.Protobuf.Collections;

namespace FactoryFlow.Workflow.Webhooks;

/// <summary>The facts that tenants' webhooks hear of, under the names that they listen to: what is not here is told to nobody outside.</summary>
internal static class WebhookEvents
{
    /// <summary>What a test is called; it is listened to by nobody, and sent to whom it is meant for.</summary>
    public const string Test = "webhook.test";

    private const int MostEvents = 50, MostCharacters = 64 * 1024;
    private const string EveryOne = ".*";

    // Who people are stays sealed in identity, and what they earn in the ledger: an event says which, and whoever may asks there.
    private static readonly Kind[] Kinds =
    [
        Of<WorkflowInstanceStarted>("workflow.instance.started"),
        Of<WorkflowTransitioned>("workflow.transitioned"),
        Of<WorkflowCompleted>("workflow.instance.completed"),
        Of<WorkflowInstanceFailed>("workflow.instance.failed"),
        Of<WorkflowInstanceCancelled>("workflow.instance.cancelled"),
        Of<WorkflowInstanceMigrated>("workflow.instance.migrated"),
        Of<WorkflowEscalated>("workflow.escalated"),
        Of<WorkflowEventEmitted>("workflow.event.emitted", "triggerDepth"),
        Of<WorkflowNotificationRequested>("notification.requested"),
        Of<WorkflowSlaViolated>("sla.violated"),
        Of<WorkflowTaskCreated>("task.created"),
        Of<WorkflowTaskAssigned>("task.assigned"),
        Of<WorkflowTaskCompleted>("task.completed"),
        Of<JobStepCompleted>("job.step.completed", "rateVersionId", "rate", "currency", "shares"),
        Of<JobStepProgressed>("job.step.progressed", "rateVersionId", "rate", "currency", "shares"),
        Of<JobStepReopened>("job.step.reopened"),
        Of<OrderCreated>("order.created"),
        Of<OrderTransitioned>("order.workflow.transitioned"),
        Of<UserCreated>("user.created", "email", "name"),
        Of<UserUpdated>("user.updated", "email", "name"),
        Of<UserDeleted>("user.deleted"),
        Of<UsageThresholdReached>("usage.threshold.reached"),
        Of<WebhookDisabled>("webhook.disabled"),
    ];

    private static readonly FrozenDictionary<Type, Kind> ByFact = Kinds.ToFrozenDictionary(kind => kind.Fact);

    /// <summary>The names that can be listened to.</summary>
    public static IEnumerable<string> Names => Kinds.Select(kind => kind.Name);

    /// <summary>Adds the reaction to each.</summary>
    public static Bus TellWebhooks(this Bus bus)
    {
        foreach (var kind in Kinds) kind.Register(bus);
        return bus;
    }

    /// <summary>What a fact is called.</summary>
    public static string NameOf(IFact fact) => NameOf(fact.GetType());

    /// <summary>What facts of a type are called.</summary>
    public static string NameOf(Type fact) => ByFact[fact].Name;

    /// <summary>What facts of a name say to those outside.</summary>
    public static IEnumerable<PropertyInfo> PropertiesOf(string name) =>
        Kinds.Where(kind => kind.Name == name).SelectMany(kind => kind.Fact.GetProperties().Where(p => !kind.LeftOut.Contains(JsonNamingPolicy.CamelCase.ConvertName(p.Name))));

    /// <summary>What is sent of a fact.</summary>
    public static string BodyOf(IFact fact) => BodyOf(fact, DataOf(fact));

    /// <summary>The same, of what it says.</summary>
    public static string BodyOf(IFact fact, JsonObject data) => Body(NameOf(fact), fact.OccurredAt, data);

    /// <summary>What a fact says to those outside.</summary>
    public static JsonObject DataOf(IFact fact)
    {
        var kind = ByFact[fact.GetType()];
        var data = JsonSerializer.SerializeToNode(fact, kind.Fact, FactJson.Options)!.AsObject();
        foreach (var name in kind.LeftOut) data.Remove(name);
        if (data.ToJsonString().Length <= MostCharacters) return data;
        // Which things it is about is enough to ask for the rest.
        foreach (var name in data.Select(property => property.Key).Where(name => !name.EndsWith("Id", StringComparison.Ordinal)).ToList()) data.Remove(name);
        return data;
    }

    public static string TestBody(Guid webhook, DateTimeOffset now) => Body(Test, now, new JsonObject { ["webhookId"] = webhook });

    /// <summary>Whether one of the names that are listened to is this one, or says so of all that begin like it.</summary>
    public static bool Hears(IEnumerable<string> events, string name) =>
        events.Any(e => e == name || (e.EndsWith(EveryOne, StringComparison.Ordinal) && name.StartsWith(e[..^1], StringComparison.Ordinal)));

    /// <summary>What is listened to: something, and only what there is, each once.</summary>
    public static string[] Check(Check check, RepeatedField<string> given)
    {
        check.That(given.Count > 0, "events", "is required: a webhook that listens to nothing is of no use");
        return CheckNames(check, "events", given);
    }

    /// <summary>Each type that is asked for; none when all are.</summary>
    public static string[] CheckTypes(Check check, string field, RepeatedField<string> given)
    {
        var asked = CheckNames(check, field, given);
        return [.. Names.Where(name => Hears(asked, name))];
    }

    private static string[] CheckNames(Check check, string field, RepeatedField<string> given)
    {
        if (!check.AtMost(field, given.Count, MostEvents)) return [];
        for (var i = 0; i < given.Count; i++)
            check.That(Names.Any(name => Hears([given[i]], name)), $"{field}[{i}]", $"is no event: there are {string.Join(", ", Names)}, and the beginnings of these with a star, such as workflow.*");
        return [.. given.Distinct().Order(StringComparer.Ordinal)];
    }

    private static string Body(string name, DateTimeOffset time, JsonObject data) =>
        new JsonObject { ["type"] = name, ["timestamp"] = time.UtcDateTime, ["data"] = data.DeepClone() }.ToJsonString();

    private static Kind Of<TFact>(string name, params string[] leftOut) where TFact : class, IFact =>
        new(name, typeof(TFact), ["eventId", "tenantId", "occurredAt", .. leftOut], static bus => bus.AddSharedHandler<TFact, TellOn>());

    private sealed record Kind(string Name, Type Fact, string[] LeftOut, Action<Bus> Register);
}
