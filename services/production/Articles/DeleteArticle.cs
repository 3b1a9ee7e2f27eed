using System.Globalization;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FactoryFlow.Production.Articles;

internal sealed partial class ArticleService
{
    // As many jobs as a refusal names.
    private const int NamedJobs = 5;

    public override Task<Empty> DeleteArticle(DeleteArticleRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("article_id", request.ArticleId);
        check.Done();
        return db.Write(context, request, async tx =>
        {
            var article = await ArticleStore.Lock(tx, id);
            Etag.Require(request.Etag, article.Version);
            var count = tx.Ask<long>($"select count(*) from jobs where tenant_id = {tx.TenantId} and article_id = {id} and delete_time is null");
            var first = tx.Ask<int>($"select number from jobs where tenant_id = {tx.TenantId} and article_id = {id} and delete_time is null order by number limit {NamedJobs}");
            var order = tx.Ask<int>($"select o.number from order_articles a join orders o on o.tenant_id = a.tenant_id and o.id = a.order_id where a.tenant_id = {tx.TenantId} and a.article_id = {id} order by o.number limit 1");
            await tx.Flush();
            if (count.First > 0) throw InUse(article, count.First, first.Rows);
            if (order.Rows is [var number]) throw Reasons.ArticleInUse.Refuse(FormattableString.Invariant($"Order {number} asks for {article.Code}. Archive the article instead."));

            tx.Write($"update articles set delete_time = {tx.Now} where tenant_id = {tx.TenantId} and id = {id}");
            tx.Audit("article.deleted", "article", id, Changes.Between(article.ToMessage(), null));
            return new Empty();
        });
    }

    private static Refusal InUse(ArticleRow article, long count, IReadOnlyList<int> first) => Reasons.ArticleInUse.Refuse(string.Create(
        CultureInfo.InvariantCulture,
        $"{article.Code} is made by {(count == 1 ? "one job" : $"{count} jobs")}: {string.Join(", ", first)}{(count > first.Count ? " and others" : "")}. Archive the article instead, then it gets no new jobs."));
}
