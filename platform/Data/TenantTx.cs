using System.Net;
using FactoryFlow.Events;
using FactoryFlow.Platform.Messages;

namespace FactoryFlow.Platform.Data;

/// <summary>
/// One transaction of one tenant, as <see cref="TenantDb" /> hands it out. Statements are queued: questions until
/// <see cref="Flush" /> (or <see cref="One{T}" /> and <see cref="All{T}" />, which flush), writes until the commit.
/// </summary>
public sealed class TenantTx
{
    private readonly Pipeline _pipeline;
    private readonly Scope _scope;
    private readonly Origin _origin;
    private readonly IPersonalData? _personal;
    private Action? _checkClaim;

    internal TenantTx(Pipeline pipeline, Scope scope, Moment now, Origin origin, IPersonalData? personal, Action? checkClaim = null)
    {
        _pipeline = pipeline;
        _scope = scope;
        _origin = origin;
        _personal = personal;
        _checkClaim = checkClaim;
        (Now, RealNow) = now;
    }

    /// <summary>The tenant; the nil UUID behind a <see cref="Door" />.</summary>
    public Guid TenantId => _scope.Tenant!.Value;

    /// <summary>The time of the transaction (UTC, whole microseconds as PostgreSQL keeps them); in a sandbox by its own clock.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>The time in the world, which leases and what is sent outside go by; other than <see cref="Now" /> in a sandbox only.</summary>
    public DateTimeOffset RealNow { get; }

    /// <summary>Where the call came from that it runs for; null when that is not known, or no call asked for it.</summary>
    public IPAddress? RemoteAddress => _origin.RemoteAddress;

    /// <summary>Seals and opens what is kept about people.</summary>
    /// <exception cref="InvalidOperationException">The service has no key for it.</exception>
    public IPersonalData Personal => _personal ?? throw new InvalidOperationException("This service seals nothing: it registers no IPersonalData.");

    /// <summary>Whether the service seals what it keeps about people.</summary>
    internal bool SealsPersonal => _personal is not null;

    /// <summary>Whether nothing that is done here is kept.</summary>
    internal bool IsRead => _pipeline.IsRead;

    internal bool HasPublished { get; private set; }

    /// <summary>What came along with facts that are handled here, by their ids.</summary>
    internal IReadOnlyDictionary<Guid, Delivered> Delivered { get; init; } = Messages.Delivered.Nothing;

    /// <summary>A new id (UUIDv7, so that ids sort by time).</summary>
    public Guid NewId() => Guid.CreateVersion7(Now);

    /// <summary>What was known, when a fact that is handled here was published, of what had brought it about (<see cref="Hosting.Headers.CausedBy" />).</summary>
    public string? CauseOf(IFact fact) => Delivered.GetValueOrDefault(fact.EventId).Cause;

    /// <summary>Facts that are handled here in the order in which they became true; between services, by time.</summary>
    public IEnumerable<TFact> InOrder<TFact>(IEnumerable<TFact> facts) where TFact : IFact => Messages.Delivered.InOrder(facts, Delivered);

    /// <summary>Queues a question. A statement that locks or returns rows is asked, too.</summary>
    public Answer<T> Ask<T>(Sql sql)
    {
        var answer = new Answer<T>();
        _pipeline.Queue(_scope, sql, answer.Read);
        return answer;
    }

    /// <summary>Queues a write that returns no rows; it goes out with the next flush or the commit.</summary>
    public void Write(Sql sql) => _pipeline.Queue(_scope, sql, null);

    /// <summary>Sends what is queued, in order, and fills the answers.</summary>
    public async Task Flush()
    {
        await Claim();
        await _pipeline.Flush();
    }

    /// <summary>Ends the call here when its idempotency key was used before; asks with the first flush.</summary>
    internal async Task Claim()
    {
        if (_checkClaim is not { } check) return;
        _checkClaim = null;
        await _pipeline.FlushClaim();
        check();
    }

    /// <summary>Asks and flushes: the first row, or the default when there is none.</summary>
    public async Task<T?> One<T>(Sql sql)
    {
        var answer = Ask<T>(sql);
        await Flush();
        return answer.First;
    }

    /// <summary>Asks and flushes: all rows.</summary>
    public async Task<IReadOnlyList<T>> All<T>(Sql sql)
    {
        var answer = Ask<T>(sql);
        await Flush();
        return answer.Rows;
    }

    /// <summary>Publishes a fact when, and only when, the transaction commits; what brought the call about that it runs for goes along.</summary>
    public void Publish(IFact fact)
    {
        HasPublished = true;
        Write($"""
            insert into outbox (tenant_id, event_id, type, body, caused_by, trace_parent)
            values ({fact.TenantId}, {fact.EventId}, {FactJson.TypeOf(fact)}, {FactJson.Write(fact)}, {_origin.CausedBy}, {_origin.TraceParent})
            """);
    }

    /// <summary>Writes down who did what, in the same transaction.</summary>
    /// <param name="action">What was done, as <c>noun.verb_in_past</c>, such as <c>job_step.completed</c>.</param>
    /// <param name="entityType">What it was done to, such as <c>job_step</c>.</param>
    /// <param name="entityId">Which one.</param>
    /// <param name="changes">What changed, see <see cref="Changes" />; nothing secret.</param>
    public void Audit(string action, string entityType, Guid entityId, Json changes = default) =>
        Write($"""
            insert into audit_entries (tenant_id, id, time, actor_id, actor_kind, action, entity_type, entity_id, changes, request_id, remote_address)
            values ({TenantId}, {NewId()}, {Now}, {_origin.ActorId}, {_origin.ActorKind}, {action}, {entityType}, {entityId}, {changes},
                    {_origin.RequestId}, {_origin.RemoteAddress})
            """);
}
