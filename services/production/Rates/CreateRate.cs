using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.Articles;
using FactoryFlow.Production.Clients;
using FactoryFlow.Production.HeldReports;
using FactoryFlow.Production.V1;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Production.Rates;

internal sealed partial class RateService
{
    private const int FurthestYears = 10;

    public override async Task<Rate> CreateRate(CreateRateRequest request, ServerCallContext context)
    {
        var now = await db.Now(context);
        var check = new Check();
        var article = check.Id("article_id", request.ArticleId);
        var step = check.Text("step", request.Step, 1, LongestStep);
        var amount = check.Amount("amount", request.Amount, 0m, RateRow.Largest);
        DateTimeOffset? asked = request.EffectiveTime is { } time ? check.Time("effective_time", time, RateRow.Beginning, now.AddYears(FurthestYears)) : null;
        check.Done();
        return await db.Write(context, request, async tx =>
        {
            // A repeated call gets its first answer, whatever the configuration says by now.
            await tx.Flush();
            var known = await configs.Current(tx, context.CancellationToken);
            // Whoever reports work that has no rate waits here, and finds this one.
            var currency = tx.Ask<string>($"select currency from articles where tenant_id = {tx.TenantId} and id = {article} and delete_time is null for no key update");
            var isFirst = tx.Ask<bool>($"select not exists (select from rates where tenant_id = {tx.TenantId} and article_id = {article} and step = {step})");
            var isWorked = tx.Ask<bool>($"""
                select exists (select from jobs j join job_steps s on s.tenant_id = j.tenant_id and s.job_id = j.id
                    where j.tenant_id = {tx.TenantId} and j.article_id = {article} and s.name = {step} and s.is_paid)
                """);
            await tx.Flush();
            if (currency.First is null) throw ArticleStore.NotFound(article);
            if (!isWorked.First) RequirePaid(step, known.Config);

            var rate = new RateRow(tx.NewId(), article, step, amount, currency.First, asked ?? (isFirst.First ? RateRow.Beginning : tx.Now), tx.Now);
            RateStore.Add(tx, rate);
            var message = rate.ToMessage();
            tx.Audit("rate.created", "rate", rate.Id, Changes.Between(null, message));
            if (rate.EffectiveTime < tx.Now && !isFirst.First) message.Warnings.Add(CreditedWorkKeepsItsRate(step));
            var (released, areLeft) = await Release.Some(tx, article, step);
            message.ReleasedReports = released;
            if (areLeft)
            {
                ReleaseOnDue.GoOn(tx, article, step);
                message.Warnings.Add(ReleaseGoesOn(step));
            }

            message.Warnings.AddRange(TenantConfigClient.Warnings(known));
            return message;
        });
    }

    private static void RequirePaid(string step, TenantConfig config)
    {
        var check = new Check();
        var known = config.JobSteps.FirstOrDefault(s => s.Name == step);
        if (known is null) check.Fault("step", TenantConfigClient.NoSuchStep(config));
        else check.That(known.IsPaid, "step", "is not a paid step: make it one before it gets a rate");
        check.Done();
    }

    private static Warning ReleaseGoesOn(string step) => new()
    {
        Reason = "RELEASE_GOES_ON",
        Subject = step,
        Message = "More held reports are paid with this rate within a few seconds.",
    };

    private static Warning CreditedWorkKeepsItsRate(string step) => new()
    {
        Reason = "CREDITED_WORK_KEEPS_ITS_RATE",
        Subject = step,
        Message = "The rate holds from a time that is past. Work that is credited already keeps the rate that it was credited with; correct it in the ledger if it shall not.",
    };
}
