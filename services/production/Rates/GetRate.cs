using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.Articles;
using FactoryFlow.Production.V1;
using Grpc.Core;

namespace FactoryFlow.Production.Rates;

internal sealed partial class RateService
{
    public override Task<Rate> GetRate(GetRateRequest request, ServerCallContext context)
    {
        var check = new Check();
        var article = check.Id("article_id", request.ArticleId);
        var id = check.Id("rate_id", request.RateId);
        check.Done();
        return db.Read(context, async tx =>
        {
            var known = RateStore.AskArticle(tx, article);
            var rate = tx.Ask<RateRow>($"""
                select r.id, r.article_id, r.step, r.amount, a.currency, r.effective_time, r.create_time
                from rates r join articles a on a.tenant_id = r.tenant_id and a.id = r.article_id
                where r.tenant_id = {tx.TenantId} and r.article_id = {article} and r.id = {id}
                """);
            await tx.Flush();
            if (known.Rows.Count == 0) throw ArticleStore.NotFound(article);
            return rate.First?.ToMessage() ?? throw Reasons.RateNotFound.Refuse($"The article has no rate {id}.");
        });
    }
}
