using System.Text.Json;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Workflow.Definitions;

/// <summary>Versions as they were last read, by tenant. They never change, so that none is ever outdated.</summary>
internal sealed class DefinitionCache
{
    // A definition takes a few times as many bytes as it has characters.
    private const long Most = 64_000_000, Share = 8_000_000;

    private readonly SizedCache<(Guid Id, int Version), Definition> _known = new(Most, Share);

    /// <summary>A version that is there, since an instance runs on it or it is active.</summary>
    public async Task<Definition> Of(TenantTx tx, Guid id, int version)
    {
        if (_known.TryGet(tx.TenantId, (id, version), out var known)) return known;
        var row = DefinitionStore.Ask(tx, id, version);
        await tx.Flush();
        var document = row.First!.Document;
        return _known.Keep(tx.TenantId, (id, version), document.Length, DefinitionReader.Read(JsonNodes.Read(JsonElement.Parse(document), Place.Root), new Faults()));
    }
}
