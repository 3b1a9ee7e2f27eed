using FactoryFlow.Platform.Data;

namespace FactoryFlow.Tenancy.Domains;

/// <summary>A request that an attempt is made at.</summary>
internal sealed record DomainRequest(Guid TenantId, string Provider, string Domain, int Attempts, DateTimeOffset RoundTime);

/// <summary>The statements on what providers are to do. A request that is being worked on is due again when its worker must have died.</summary>
internal static class DomainRequestStore
{
    /// <summary>Requests a domain of a provider, at once.</summary>
    public static void Add(TenantTx tx, string provider, string domain) => tx.Write($"""
        insert into domain_requests (tenant_id, provider, domain, status, attempts, round_time, due_time)
        values ({tx.TenantId}, {provider}, {domain}, 'PENDING', 0, {tx.Now}, {tx.Now})
        """);

    /// <summary>Takes what is due, of any tenant, for as long as an attempt may last.</summary>
    public static Task<IReadOnlyList<DomainRequest>> Take(TenantTx tx, string[] providers, int most, TimeSpan lease) => tx.All<DomainRequest>($"""
        update domain_requests r set attempts = attempts + 1, due_time = {tx.Now + lease}
        from (select tenant_id, provider from domain_requests
              where due_time <= {tx.Now} and provider = any({providers}) order by due_time limit {most} for update skip locked) as due
        where r.tenant_id = due.tenant_id and r.provider = due.provider
        returning r.tenant_id, r.provider, r.domain, r.attempts, r.round_time
        """);

    /// <summary>The provider has the domain; no row when that was known.</summary>
    public static Answer<int> Succeed(TenantTx tx, string provider) => tx.Ask<int>($"""
        update domain_requests set status = 'ACTIVE', due_time = null, problem = null
        where tenant_id = {tx.TenantId} and provider = {provider} and status = 'PENDING' returning 1
        """);

    /// <summary>Keeps why an attempt failed and when the next one is; nothing when another attempt has begun meanwhile.</summary>
    public static void Fail(TenantTx tx, DomainRequest request, string problem, DateTimeOffset? next) => tx.Write($"""
        update domain_requests set problem = {problem}, due_time = {next}
        where tenant_id = {tx.TenantId} and provider = {request.Provider} and status = 'PENDING'
            and attempts = {request.Attempts} and round_time = {request.RoundTime}
        """);

    /// <summary>Begins a round anew, at once, with every provider that has not connected the domain.</summary>
    public static void Retry(TenantTx tx) => tx.Write($"""
        update domain_requests set attempts = 0, round_time = {tx.Now}, due_time = {tx.Now}, problem = null
        where tenant_id = {tx.TenantId} and status = 'PENDING'
        """);
}
