namespace FactoryFlow.Events;

/// <summary>
/// Something that happened in one tenant and that other services may want to know.
/// Facts are immutable; fields are only ever added, and a golden file of each guards its JSON.
/// </summary>
public interface IFact
{
    /// <summary>Unique for each fact (UUIDv7); the same again when it is delivered again.</summary>
    Guid EventId { get; }

    /// <summary>The tenant that it happened in.</summary>
    Guid TenantId { get; }

    /// <summary>When it happened (UTC), by the clock of the service that published it.</summary>
    DateTimeOffset OccurredAt { get; }
}

/// <summary>Marks what a fact says of a person: an operator who looks at the fact is not shown it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PersonalAttribute : Attribute;

/// <summary>
/// Marks a fact that nobody of ours needs to hear: it is for whoever listens, and gone when nobody does. Every other fact waits
/// until its consumer is there. A fact that gets a consumer of ours loses the mark.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class AnnouncementAttribute : Attribute;
