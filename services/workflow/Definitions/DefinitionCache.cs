using System.Collections.Concurrent;
using System.Text.Json;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Workflow.Definitions;

/// <summary>Versions as they were last read, by tenant. They never change, so that none is ever outdated.</summary>
internal sealed class DefinitionCache
{
    private const int Most = 1_000;

    private readonly ConcurrentDictionary<(Guid Tenant, Guid Id, int Version), Definition> _known = new();

    /// <summary>A version that is there, since an instance runs on it or it is active.</summary>
    public async Task<Definition> Of(TenantTx tx, Guid id, int version)
    {
        if (_known.TryGetValue((tx.TenantId, id, version), out var known)) return known;
        var row = DefinitionStore.Ask(tx, id, version);
        await tx.Flush();
        var definition = DefinitionReader.Read(JsonNodes.Read(JsonElement.Parse(row.First!.Document), Place.Root), new Faults());
        // Starting over now and then costs less than keeping count of what is used.
        if (_known.Count >= Most) _known.Clear();
        return _known[(tx.TenantId, id, version)] = definition;
    }
}
