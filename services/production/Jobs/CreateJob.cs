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
            var wanted = NewJob.Of(request, await configs.Current(context.CancellationToken));
            var currency = tx.Ask<string>($"select currency from articles where tenant_id = {tx.TenantId} and id = {wanted.ArticleId}");
            var known = WorkerStore.AskKnown(tx, [.. wanted.Workers.Values.Distinct()]);
            await tx.Flush();
            if (currency.First is null) throw Reasons.ArticleNotFound.Refuse($"There is no article {wanted.ArticleId}.", "article_id");
            foreach (var (step, worker) in wanted.Workers)
                if (!known.Rows.Contains(worker)) throw Reasons.WorkerNotFound.Refuse($"There is no worker {worker}.", $"assignments[{step}]");

            // Last of all, since others wait behind it.
            var number = await JobStore.TakeNumber(tx);
            var job = wanted.ToJob(tx.NewId(), number, currency.First, tx.NewId, tx.Now);
            JobStore.Add(tx, job);
            tx.Audit("job.created", "job", job.Id);
            return job.ToMessage();
        });
}
