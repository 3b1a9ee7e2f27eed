namespace FactoryFlow.Gateway.Admission;

/// <summary>Hung on a request that was let in with a token: whose it is.</summary>
/// <param name="TenantId">The caller's tenant; the nil UUID for the platform's own people.</param>
internal sealed record AdmittedCaller(Guid TenantId);
