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
        {
            var articles = ArticleStore.Ask(tx, [id]);
            await tx.Flush();
            return articles.First?.ToMessage() ?? throw ArticleStore.NotFound(id);
        });
    }
}
