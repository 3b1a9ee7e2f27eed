using FactoryFlow.Production.V1;
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
            var workers = wanted.Workers.Values.Distinct().ToArray();
            var currency = tx.Ask<string>($"select currency from articles where tenant_id = {tx.TenantId} and id = {wanted.ArticleId}");
            var known = tx.Ask<Guid>($"select id from workers where tenant_id = {tx.TenantId} and id = any({workers})");
            await tx.Flush();
            if (currency.First is null) throw Reasons.ArticleNotFound.Refuse($"There is no article {wanted.ArticleId}.", "article_id");
            foreach (var (step, worker) in wanted.Workers)
                if (!known.Rows.Contains(worker)) throw Reasons.WorkerNotFound.Refuse($"There is no worker {worker}.", $"assignments[{step}]");

            // Last of all, since it makes the tenant's other new jobs wait until this one is committed.
            var number = await tx.One<int>($"""
                insert into job_numbers as n (tenant_id, last) values ({tx.TenantId}, 1)
                on conflict (tenant_id) do update set last = n.last + 1 returning last
                """);
            var job = wanted.ToJob(tx.NewId(), number, currency.First, tx.NewId, tx.Now);
            JobStore.Insert(tx, job);
            tx.Audit("job.created", "job", job.Id);
            return JobMessage.Of(job);
        });
}
