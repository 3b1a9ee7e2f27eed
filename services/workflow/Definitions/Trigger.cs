using System.Collections.Immutable;
using FactoryFlow.Workflow.Conditions;

namespace FactoryFlow.Workflow.Definitions;

/// <summary>What has instances of a definition started by events of the tenant's.</summary>
/// <param name="Id">Its name within the definition.</param>
/// <param name="Event">The name of the events.</param>
/// <param name="Context">What an instance knows, by its names, and where that stands in the event.</param>
internal sealed record Trigger(string Id, string Event, ImmutableSortedDictionary<string, FieldPath> Context)
{
    /// <summary>What must hold of an event; null when nothing must.</summary>
    public Condition? Filter { get; init; }

    /// <summary>Where in the event the business key stands; null for none.</summary>
    public FieldPath? BusinessKey { get; init; }

    /// <summary>For how long events of one business key are gathered, of which only the last one counts; null when each does.</summary>
    public TimeSpan? Debounce { get; init; }

    /// <summary>How many of the instances that it started may run at once; null for any number.</summary>
    public int? MaxConcurrent { get; init; }

    public Place Place { get; init; }
}
