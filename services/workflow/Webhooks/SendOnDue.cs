using System.Collections.Concurrent;
using FactoryFlow.Events.Workflow;
using FactoryFlow.Platform.Data;
using Reason = FactoryFlow.Workflow.V1.Webhook.Types.DisableReason;
using Status = FactoryFlow.Workflow.V1.WebhookDelivery.Types.Status;

namespace FactoryFlow.Workflow.Webhooks;

/// <summary>
/// Sends the deliveries that are due. Any number of processes share the work: each takes some for itself for a while, and what a process
/// that died had taken is taken again then. A webhook is sent few at a time, and those to which nothing arrives share a part of the places
/// among themselves, so that none that hangs holds up another. No tenant has more than an eighth of the places, and tenants take turns.
/// </summary>
internal sealed class SendOnDue(TenantDb db, Courier courier, ILogger<SendOnDue> log) : BackgroundService
{
    private const int Webhooks = 128, FailingWebhooks = 32, Armful = 20, AtOnce = 2, RecordsAtOnce = 8, Shares = 8;

    // Longer than the slowest webhook takes over an armful.
    private static readonly TimeSpan Lease = Courier.Patience * (Armful / AtOnce) + TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<Guid, Turn> _turns = new();
    private readonly SemaphoreSlim _more = new(0), _records = new(RecordsAtOnce);

    /// <summary>Takes what is due of webhooks that this process is not busy with, and begins to send it.</summary>
    /// <returns>The turns that began.</returns>
    public async Task<IReadOnlyList<Task>> Begin(CancellationToken ct)
    {
        Guid[] busy = [.. _turns.Keys];
        Turn[] turns = [.. _turns.Values];
        var failing = turns.Count(turn => turn.IsFailing);
        var taken = await db.Through(Door.Timers, async tx =>
        {
            var others = await DeliveryStore.TakeDue(tx, busy, Places(false), failing: false, Webhooks - (busy.Length - failing), Webhooks / Shares, Armful, Lease);
            var dead = await DeliveryStore.TakeDue(tx, busy, Places(true), failing: true, FailingWebhooks - failing, FailingWebhooks / Shares, AtOnce, Lease);
            return others.Select(d => (Delivery: d, IsFailing: false)).Concat(dead.Select(d => (Delivery: d, IsFailing: true))).ToList();
        }, ct);
        return [.. taken.GroupBy(t => t.Delivery.WebhookId).Select(webhook => BeginTurn(webhook.Key, webhook.First().IsFailing, [.. webhook.Select(t => t.Delivery)], ct))];

        Guid[] Places(bool areFailing) => [.. turns.Where(turn => turn.IsFailing == areFailing).Select(turn => turn.TenantId)];
    }

    public override void Dispose()
    {
        base.Dispose();
        _more.Dispose();
        _records.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A webhook that has more to be sent does not wait for the next second.
        await Turns.Take("Webhooks' deliveries", Begin, _more, log, stoppingToken);
        await Task.WhenAll(_turns.Values.Select(turn => turn.Sending));
    }

    private Task BeginTurn(Guid webhook, bool isFailing, IReadOnlyList<DueDelivery> due, CancellationToken ct)
    {
        var sending = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _turns[webhook] = new Turn(due[0].TenantId, sending.Task, isFailing);
        _ = Task.Run(async () =>
        {
            var arrived = false;
            try
            {
                arrived = await Send(due, ct);
            }
            catch (Exception e)
            {
                if (!ct.IsCancellationRequested) log.LogWarning(e, "What became of deliveries to webhook {Webhook} could not be written down; they are sent again when their lease is over", webhook);
            }

            _turns.TryRemove(webhook, out _);
            if (arrived && due.Count == Armful) _more.Release();
            sending.SetResult();
        }, CancellationToken.None);
        return sending.Task;
    }

    // Whether all arrived. After one that did not, the rest goes back: it is taken when others had their turn.
    private async Task<bool> Send(IReadOnlyList<DueDelivery> due, CancellationToken ct)
    {
        var left = new ConcurrentDictionary<Guid, DueDelivery>(due.Select(d => KeyValuePair.Create(d.Id, d)));
        var fails = false;
        try
        {
            await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (delivery, one) =>
            {
                if (Volatile.Read(ref fails)) return;
                var attempt = await courier.Send(delivery, one);
                if (!attempt.Arrived) Volatile.Write(ref fails, true);
                // What cannot be written down is sent again, but not at once and for ever.
                left.TryRemove(delivery.Id, out _);
                await WriteDown(delivery, attempt);
            });
        }
        finally
        {
            if (!left.IsEmpty) await db.Through(Door.Timers, tx => GiveBack(tx, [.. left.Values]), CancellationToken.None);
        }

        return !fails;
    }

    // What became of it is written down even by a process that stops. Many that hang end at once, and must not take every connection.
    private async Task WriteDown(DueDelivery delivery, Attempt attempt)
    {
        await _records.WaitAsync(CancellationToken.None);
        try
        {
            await db.As(delivery.TenantId, tx => Record(tx, delivery, attempt), CancellationToken.None);
        }
        finally
        {
            _records.Release();
        }
    }

    private static Task<bool> GiveBack(TenantTx tx, IReadOnlyList<DueDelivery> left)
    {
        DeliveryStore.GiveBack(tx, left);
        return Task.FromResult(true);
    }

    private static async Task<bool> Record(TenantTx tx, DueDelivery delivery, Attempt attempt)
    {
        if (attempt.Arrived)
        {
            DeliveryStore.Record(tx, delivery, attempt, Status.Delivered, tx.RealNow);
            WebhookStore.Works(tx, delivery.WebhookId);
            return true;
        }

        var pause = attempt.IsGone ? null : Retry.After(delivery.Tries + 1, attempt.Asked, Random.Shared.NextDouble());
        DeliveryStore.Record(tx, delivery, attempt, pause is null ? Status.Failed : Status.Pending, tx.RealNow + (pause ?? TimeSpan.Zero));
        WebhookStore.Fails(tx, delivery.WebhookId);
        var found = WebhookStore.AskLocked(tx, delivery.WebhookId);
        await tx.Flush();
        if (found.First is not { IsEnabled: true } webhook) return true;
        if (attempt.IsGone) Disable(tx, webhook, Reason.Gone);
        else if (webhook.FailingTime + Retry.DeadAfter <= tx.RealNow) Disable(tx, webhook, Reason.Failing);
        return true;
    }

    private static void Disable(TenantTx tx, WebhookRow before, Reason reason)
    {
        var after = before.Disabled(reason, tx.RealNow) with { Version = before.Version + 1, UpdateTime = tx.RealNow };
        WebhookStore.Save(tx, after);
        tx.Publish(new WebhookDisabled
        {
            EventId = tx.NewId(), TenantId = tx.TenantId, OccurredAt = tx.Now, WebhookId = before.Id, Description = before.Description, Reason = EnumText.Of(reason),
        });
        tx.Audit("webhook.disabled", "webhook", before.Id, Changes.Between(before.ToMessage(), after.ToMessage()));
    }

    /// <summary>What is being sent to a webhook.</summary>
    private sealed record Turn(Guid TenantId, Task Sending, bool IsFailing);
}
