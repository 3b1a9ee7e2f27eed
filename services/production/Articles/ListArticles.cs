using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.V1;
using Grpc.Core;

namespace FactoryFlow.Production.Articles;

internal sealed partial class ArticleService
{
    public override Task<ListArticlesResponse> ListArticles(ListArticlesRequest request, ServerCallContext context)
    {
        var check = new Check();
        var size = check.PageSize(request.PageSize);
        check.Done();
        var after = PageToken.Key(request.PageToken) ?? "";
        return db.Read(context, async tx =>
        {
            var rows = await tx.All<ArticleRow>($"""
                select a.id, a.code, a.name, a.currency, r.steps, r.amounts
                from (select * from articles where tenant_id = {tx.TenantId} and code > {after} order by code limit {size + 1}) a
                cross join lateral (
                    select array_agg(step) as steps, array_agg(amount) as amounts from (
                        select distinct on (step) step, amount from rates
                        where tenant_id = {tx.TenantId} and article_id = a.id and effective_time <= {tx.Now}
                        order by step, effective_time desc) in_force) r
                order by a.code
                """);
            var response = new ListArticlesResponse { NextPageToken = rows.Count > size ? PageToken.After(rows[size - 1].Code) : "" };
            response.Articles.AddRange(rows.Take(size).Select(r => r.ToArticle()));
            return response;
        });
    }
}
