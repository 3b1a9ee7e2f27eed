namespace FactoryFlow.Tenancy.TenantConfigs;

/// <summary>A version of a tenant's configuration beside what the tenant adds to it; without version and body when there is no such version.</summary>
internal sealed record TenantConfigRow(Guid TenantId, string Currency, int? Version, string? Body)
{
    /// <summary>The configuration; null when there is no such version.</summary>
    public V1.TenantConfig? ToMessage()
    {
        if (this is not { Version: { } version, Body: { } body }) return null;
        var config = StoredJson.Read<V1.TenantConfig>(body);
        (config.TenantId, config.Currency) = (TenantId.ToString(), Currency);
        return config.WithDefaults().At(version);
    }
}
