using FactoryFlow.Platform.Data;
using FactoryFlow.Production.Articles;
using FactoryFlow.Production.Clients;
using FactoryFlow.Production.Orders;
using FactoryFlow.Production.V1;
using FactoryFlow.Production.Workers;
using Grpc.Core;

namespace FactoryFlow.Production.Jobs;

internal sealed partial class JobService
{
    public override Task<V1.Job> CreateJob(CreateJobRequest request, ServerCallContext context) =>
        db.Write(context, request, async tx =>
        {
            // A repeated call gets its first answer, whatever the configuration says by now.
            await tx.Flush();
            var known = await configs.Current(tx, context.CancellationToken);
            var wanted = NewJob.Of(request, known.Config);
            // Locked, so that it is not deleted meanwhile.
            var article = tx.Ask<ForJob>($"""
                select currency, archive_time is not null as is_archived from articles
                where tenant_id = {tx.TenantId} and id = {wanted.ArticleId} and delete_time is null for key share
                """);
            var rated = tx.Ask<string>($"select distinct step from rates where tenant_id = {tx.TenantId} and article_id = {wanted.ArticleId} and effective_time <= {tx.Now}");
            var order = OrderStore.AskKnown(tx, wanted.OrderId);
            var workers = WorkerStore.AskKnown(tx, [.. wanted.Workers.Values.Distinct()]);
            await tx.Flush();
            if (article.First is not { } made) throw ArticleStore.NotFound(wanted.ArticleId);
            if (made.IsArchived) throw Reasons.ArticleArchived.Refuse($"Article {wanted.ArticleId} is archived and gets no new jobs.", "article_id");
            if (wanted.OrderId is { } orderId && order.Rows.Count == 0) throw OrderStore.NotFound(orderId);
            foreach (var (step, worker) in wanted.Workers) KnownWorker.Require(workers.Rows, worker, $"assignments[{step}]");

            var unrated = wanted.Unrated(rated.Rows);

            // Last of all, since others wait behind it.
            var number = await JobStore.TakeNumber(tx);
            var job = wanted.ToJob(tx.NewId(), number, made.Currency, tx.NewId, tx.Now);
            JobStore.Add(tx, job);
            var message = job.ToMessage();
            tx.Audit("job.created", "job", job.Id, Changes.Between(null, message));
            message.Warnings.AddRange(unrated);
            message.Warnings.AddRange(TenantConfigClient.Warnings(known));
            return message;
        });

    private sealed record ForJob(string Currency, bool IsArchived);
}
