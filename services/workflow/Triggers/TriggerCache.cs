using System.Text.Json;
using FactoryFlow.Workflow.Definitions;

namespace FactoryFlow.Workflow.Triggers;

/// <summary>Triggers as they were last read: events come all the time, and what listens to them hardly ever changes.</summary>
internal sealed class TriggerCache
{
    private const int Most = 8_000_000, Share = 1_000_000;

    private readonly SizedCache<(Guid Definition, int Version, string Document), Trigger?> _known = new(Most, Share);

    /// <summary>A trigger of a tenant's; null where it listens to an event that this version of the service does not know.</summary>
    public Trigger? Of(Guid tenant, ListeningTrigger row)
    {
        var key = (row.DefinitionId, row.DefinitionVersion, row.Document);
        return _known.TryGet(tenant, key, out var known)
            ? known
            : _known.Keep(tenant, key, row.Document.Length, DefinitionReader.ReadTrigger(JsonNodes.Read(JsonElement.Parse(row.Document), Place.Root)));
    }
}
