using System.Collections.Immutable;

namespace FactoryFlow.Workflow.Definitions;

/// <summary>How long an instance may stay in a state, and what happens when it stays longer.</summary>
/// <param name="Duration">How long.</param>
/// <param name="Escalations">What happens then, in the order of time.</param>
internal sealed record Sla(TimeSpan Duration, ImmutableArray<Escalation> Escalations);

/// <summary>What happens when a stay is too long.</summary>
/// <param name="After">How long after the end of the SLA.</param>
/// <param name="Notify">Who is told; null for nobody.</param>
/// <param name="Reassign">Whose the task of the state becomes; null where it stays as it is.</param>
internal sealed record Escalation(TimeSpan After, Assignment? Notify, Assignment? Reassign);
