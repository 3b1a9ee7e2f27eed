using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Tenants;
using FactoryFlow.Tenancy.V1;
using Google.Protobuf.Collections;
using Grpc.Core;

namespace FactoryFlow.Ledger.Clients;

/// <summary>The tenant's own types of entry.</summary>
internal sealed class EntryTypeClient(TenantConfigs configs)
{
    /// <summary>Whether entries of a type are credits; if not, they are debits.</summary>
    /// <exception cref="Platform.Errors.Refusal">ENTRY_TYPE_UNKNOWN.</exception>
    public async Task<bool> IsCredit(TenantTx tx, string type, CancellationToken ct)
    {
        var types = await All(tx, ct);
        var known = types.FirstOrDefault(t => t.Name == type) ?? throw Reasons.EntryTypeUnknown.Refuse(
            types.Count == 0 ? $"{type} is no type of entry: the configuration names none." : $"{type} is no type of entry; the configuration names {string.Join(", ", types.Select(t => t.Name))}.",
            "type");
        return known.Direction == LedgerEntryType.Types.Direction.Credit;
    }

    private async Task<RepeatedField<LedgerEntryType>> All(TenantTx tx, CancellationToken ct)
    {
        try
        {
            return (await configs.Current(tx, ct)).Config.LedgerEntryTypes;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            // Nothing was ever configured.
            return [];
        }
    }
}
