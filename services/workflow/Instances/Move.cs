using System.Collections.Immutable;
using System.Text.Json;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.Engine;

namespace FactoryFlow.Workflow.Instances;

/// <summary>What somebody wants of an instance that is there.</summary>
/// <param name="InstanceId">Which.</param>
/// <param name="Command">What.</param>
/// <param name="Field">The field of the call that brings <see cref="Brought" />.</param>
/// <param name="Brought">What becomes known along with it.</param>
internal sealed record Move(Guid InstanceId, Command Command, string Field, ImmutableSortedDictionary<string, JsonElement> Brought)
{
    public string? Key => (Command as Take)?.Key;

    public string Etag { get; init; } = "";

    public bool IsDry { get; init; }

    /// <summary>What gates said of it.</summary>
    public GateAnswers Gates { get; init; } = GateAnswers.None;

    /// <summary>What the audit calls it.</summary>
    public required string Action { get; init; }
}

/// <summary>A decision on an instance and the rows that it makes.</summary>
/// <param name="Definition">What the instance runs on.</param>
/// <param name="Before">Its row before; null when it starts.</param>
/// <param name="After">Its row after.</param>
/// <param name="Was">The instance before.</param>
/// <param name="Decision">What happens.</param>
/// <param name="Actor">Who did it; the nil UUID when it was nobody.</param>
internal sealed record Step(Definition Definition, InstanceRow? Before, InstanceRow After, Instance Was, Decision Decision, Guid Actor)
{
    /// <summary>What it starts and waits for.</summary>
    public ImmutableArray<Step> Children { get; init; } = [];

    /// <summary>Where the instance came to wait by it, and where it waits no longer.</summary>
    public Stays Stays => Stays.Of(Definition, Was, Decision.After);

    public V1.Instance ToMessage()
    {
        var message = After.ToMessage();
        message.Changes.AddRange(HistoryRow.Of(Decision, Actor, After.UpdateTime).Select(e => e.ToMessage()));
        return message;
    }
}
