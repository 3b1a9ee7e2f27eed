using System.Text.Json;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.Conditions;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.Engine;
using FactoryFlow.Workflow.Instances;
using FactoryFlow.Workflow.SubWorkflows;
using Outcome = FactoryFlow.Workflow.V1.TriggerRun.Types.Outcome;

namespace FactoryFlow.Workflow.Triggers;

/// <summary>Starts what triggers asked for: in one transaction with the word that it was started, so that it is started once. What is refused is written down and not tried again.</summary>
internal sealed class Starting(TenantDb db, Starter starter, DefinitionCache definitions)
{
    /// <summary>How long a business key may be.</summary>
    public const int LongestKey = 200;

    private const int MostAttempts = 10, LongestDetail = 2000;

    /// <summary>Starts what was taken, unless somebody did meanwhile.</summary>
    public async Task Start(DueRun due, CancellationToken ct)
    {
        try
        {
            if (await db.As(due.TenantId, tx => Start(tx, due), ct) is { } outcome) TriggerMetrics.Ended(outcome);
        }
        catch (Refusal refused) when (refused.IsFinal)
        {
            var outcome = refused.Reason == Reasons.BusinessKeyTaken ? Outcome.Skipped : Outcome.Failed;
            await End(due, outcome, refused.Reason.Name, string.Join(' ', refused.Faults.Where(f => f.Message != refused.Message).Select(f => $"{f.Field} {f.Message}.").Prepend(refused.Message)), ct);
        }
        catch (Exception) when (due.Attempts >= MostAttempts && !ct.IsCancellationRequested)
        {
            await End(due, Outcome.Failed, Reasons.StartGivenUp, $"It could not be started at {MostAttempts} attempts.", ct);
            throw;
        }
    }

    private async Task End(DueRun due, Outcome outcome, string reason, string detail, CancellationToken ct) =>
        TriggerMetrics.Ended(await db.As(due.TenantId, tx => Task.FromResult(End(tx, due, outcome, reason, Shortened.To(detail, LongestDetail))), ct));

    private static Outcome End(TenantTx tx, DueRun due, Outcome outcome, string reason, string detail, Guid? instance = null)
    {
        TriggerRunStore.End(tx, due.Id, outcome, reason, detail, instance);
        return outcome;
    }

    // What became of it; null when that was known already.
    private async Task<Outcome?> Start(TenantTx tx, DueRun due)
    {
        // Nobody publishes or archives it meanwhile: an instance begins on the version whose trigger it was.
        var active = tx.Ask<int>($"select active_version from definitions where tenant_id = {tx.TenantId} and id = {due.DefinitionId} and active_version is not null for share");
        var pending = TriggerRunStore.AskPending(tx, due.Id);
        await tx.Flush();
        if (pending.First is not { } run) return null;
        if (run.Depth > Triggering.Deepest)
            return End(tx, due, Outcome.Loop, Reasons.TriggerLoop.Name, $"Workflows have started each other too often before this one; they go {Triggering.Deepest} deep at most.");

        var subject = Triggering.SubjectOf(run.EventId, run.EventType, run.OccurTime, JsonElement.Parse(run.Data), tx.Now);
        var definition = active.Rows is [var version] ? await definitions.Of(tx, due.DefinitionId, version) : null;
        if (definition?.Triggers.FirstOrDefault(t => t.Id == run.TriggerId) is not { } trigger || !StillHears(trigger, run, active.First, subject))
            return End(tx, due, Outcome.Skipped, Reasons.TriggerOutdated, "The definition was archived, or another version of it was published, which does not listen to this.");

        if (trigger.MaxConcurrent is { } most)
        {
            var running = TriggerRunStore.AskRunning(tx, due.DefinitionId, trigger.Id);
            await tx.Flush();
            if (running.First >= most) return End(tx, due, Outcome.Skipped, Reasons.TriggerCapReached, $"{running.First} of the instances that it started are running; at most {most} may.");
        }

        var step = await starter.Begin(tx, due.DefinitionId.ToString(), Command(trigger, run, subject), null);
        Mover.Write(tx, step, "workflow_instance.started");
        return End(tx, due, Outcome.Started, "", "", step.After.Id);
    }

    private static bool StillHears(Trigger trigger, PendingRun run, int version, Subject subject) =>
        version == run.DefinitionVersion || (trigger.Event == run.EventType && (trigger.Filter is not { } filter || Evaluation.Of(filter, subject) == Verdict.Yes));

    private static Start Command(Trigger trigger, PendingRun run, Subject subject)
    {
        var (context, check) = (Triggering.ContextOf(trigger, subject), new Check());
        var key = check.Text("business_key", Triggering.KeyOf(trigger, subject), 0, LongestKey);
        var json = JsonSerializer.Serialize(context);
        check.That(json.Length <= Values.Longest, "context", $"would have more than {Values.Longest} characters");
        // PostgreSQL keeps no NUL.
        check.That(!json.Contains("\\u0000", StringComparison.Ordinal), "context", "would hold a control character");
        check.Done();
        return new Start(key, context) { Cause = new Cause(trigger.Id, run.EventId, run.EventType, run.Depth) };
    }
}
