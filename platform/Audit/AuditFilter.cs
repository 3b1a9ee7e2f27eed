using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;

namespace FactoryFlow.Platform.Audit;

/// <summary>Which entries somebody asks for. Ids are UUIDv7 of the entries' times, so that a time is a place in their order.</summary>
public sealed record AuditFilter
{
    private const int LongestName = 100;
    private static readonly DateTimeOffset Earliest = DateTimeOffset.UnixEpoch, Latest = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private AuditFilter()
    {
    }

    /// <summary>How many entries a page has.</summary>
    public required int PageSize { get; init; }

    /// <summary>Only entries before this one in the order of ids.</summary>
    public required Guid Before { get; init; }

    internal DateTimeOffset Start { get; private init; }

    internal DateTimeOffset End { get; private init; }

    internal Guid? Actor { get; private init; }

    internal string Action { get; private init; } = "";

    internal string EntityType { get; private init; } = "";

    internal Guid? Entity { get; private init; }

    /// <summary>The least id that an entry of the first moment may have.</summary>
    internal Guid First => IdRange.FirstAt(Start);

    /// <summary>What a request asks for; faults go to the check.</summary>
    public static AuditFilter Of(Check check, ListAuditEntriesRequest request)
    {
        var start = request.StartTime is null ? Earliest : check.Time("start_time", request.StartTime, Earliest, Latest);
        var end = request.EndTime is null ? Latest : check.Time("end_time", request.EndTime, Earliest, Latest);
        check.That(start <= end, "end_time", "is before start_time");
        check.That(request.EntityId.Length == 0 || request.EntityType.Length > 0, "entity_type", "is required with entity_id");
        var last = IdRange.FirstBehind(end);
        var filter = new AuditFilter
        {
            PageSize = check.PageSize(request.PageSize),
            Before = last,
            Start = start,
            End = end,
            Actor = request.ActorId.Length == 0 ? null : check.Id("actor_id", request.ActorId),
            Action = check.Text("action", request.Action, 0, LongestName),
            EntityType = check.Text("entity_type", request.EntityType, 0, LongestName),
            Entity = request.EntityId.Length == 0 ? null : check.Id("entity_id", request.EntityId),
        };
        // Only of a request that holds otherwise: its faults come first.
        return check.Holds && PageToken.Id(request.PageToken) is { } token && token.CompareTo(last) < 0 ? filter with { Before = token } : filter;
    }
}
