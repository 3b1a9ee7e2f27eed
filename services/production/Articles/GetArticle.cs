using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.V1;
using Grpc.Core;

namespace FactoryFlow.Production.Articles;

internal sealed partial class ArticleService
{
    public override Task<Article> GetArticle(GetArticleRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("article_id", request.ArticleId);
        check.Done();
        return db.Read(context, async tx =>
            (await tx.All<ArticleRow>($"""
                select a.id, a.code, a.name, a.currency, r.steps, r.amounts
                from articles a cross join lateral (
                    select array_agg(step) as steps, array_agg(amount) as amounts from (
                        select distinct on (step) step, amount from rates
                        where tenant_id = {tx.TenantId} and article_id = a.id and effective_time <= {tx.Now}
                        order by step, effective_time desc) in_force) r
                where a.tenant_id = {tx.TenantId} and a.id = {id}
                """)) is [var row] ? row.ToArticle() : throw Reasons.ArticleNotFound.Refuse($"There is no article {id}."));
    }
}
