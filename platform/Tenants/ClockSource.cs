using System.Diagnostics;
using FactoryFlow.Options.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Platform.Tenants;

/// <summary>Moves this service's clock of a sandbox from one due time to the next, so that what follows from what is done in order, too.</summary>
public sealed class ClockSource(TenantDb db, IEnumerable<IDueWork> works) : TenantClockSourceService.TenantClockSourceServiceBase
{
    // Tenancy waits for longer than that.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5), PatienceWithOthers = TimeSpan.FromSeconds(2), Pause = TimeSpan.FromMilliseconds(20);

    /// <inheritdoc />
    public override Task<ReadClockResponse> ReadClock(ReadClockRequest request, ServerCallContext context) =>
        db.Read(context, Named(request.TenantId, context), tx => Task.FromResult(new ReadClockResponse { Time = Wire.Time(tx.Now) }));

    /// <inheritdoc />
    public override async Task<MoveClockResponse> MoveClock(MoveClockRequest request, ServerCallContext context)
    {
        var (tenant, check) = (Named(request.TenantId, context), new Check());
        check.That(request.ToTime is not null, "to_time", "is required");
        check.Done();
        if (!SandboxClock.IsSandbox(tenant)) throw CommonReasons.InvalidInput.Refuse("Only a sandbox has a clock of its own.", "tenant_id");
        var (target, began) = (request.ToTime!.ToDateTimeOffset(), Stopwatch.GetTimestamp());
        var (moved, last, withTaken) = (began, null as DateTimeOffset?, true);
        while (true)
        {
            var next = await Next(tenant, withTaken, context.CancellationToken);
            if (next != last)
            {
                (moved, last) = (Stopwatch.GetTimestamp(), next);
            }
            else if (next is not null)
            {
                // What another process is at, or what calls somebody, takes its time. What does not get done, such as a timer that fails,
                // holds up the clock for so long and no longer.
                await Task.Delay(Pause, context.CancellationToken);
                withTaken &= Stopwatch.GetElapsedTime(moved) < PatienceWithOthers;
            }

            var isLast = next is not { } due || due > target;
            var time = await MoveTo(tenant, isLast ? target : next!.Value, context.CancellationToken);
            if (isLast || Stopwatch.GetElapsedTime(began) > Patience) return new MoveClockResponse { Time = Wire.Time(time), IsThere = isLast };
            foreach (var work in works) await work.DoSome(tenant, context.CancellationToken);
        }
    }

    private Task<DateTimeOffset?> Next(Guid tenant, bool withTaken, CancellationToken ct) => db.As(tenant, async tx =>
    {
        var answers = works.Select(work => work.AskNext(tx, withTaken)).ToList();
        await tx.Flush();
        return answers.Min(answer => answer.First);
    }, ct);

    private Task<DateTimeOffset> MoveTo(Guid tenant, DateTimeOffset time, CancellationToken ct) => db.As(tenant, async tx =>
    {
        SandboxClock.MoveTo(tx, time);
        var ahead = SandboxClock.AskAhead(tx);
        await tx.Flush();
        return tx.RealNow + ahead.First;
    }, ct);

    // Whoever asks for another tenant hears that first.
    private static Guid Named(string id, ServerCallContext context)
    {
        var check = new Check();
        var tenant = check.Id("tenant_id", id);
        check.Done();
        var caller = context.Caller();
        return caller.Kind == Access.Types.Kind.Platform || caller.TenantId == tenant
            ? tenant
            : throw CommonReasons.PermissionMissing.Refuse("Only the platform may ask about another tenant.");
    }
}
