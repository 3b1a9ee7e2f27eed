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
            var found = await tx.All<Guid>($"""
                select id from articles
                where tenant_id = {tx.TenantId} and code > {after} and delete_time is null and ({request.IncludeArchived} or archive_time is null)
                order by code limit {size + 1}
                """);
            var articles = ArticleStore.Ask(tx, [.. found.Take(size)]);
            await tx.Flush();
            var response = new ListArticlesResponse { NextPageToken = found.Count > size ? PageToken.After(articles.Rows[^1].Code) : "" };
            response.Articles.AddRange(articles.Rows.Select(a => a.ToMessage()));
            return response;
        });
    }
}
