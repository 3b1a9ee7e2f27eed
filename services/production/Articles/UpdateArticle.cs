using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.V1;
using Grpc.Core;

namespace FactoryFlow.Production.Articles;

internal sealed partial class ArticleService
{
    public override Task<Article> UpdateArticle(UpdateArticleRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("article_id", request.ArticleId);
        var mask = UpdateMask.Of(check, request, "code", "name", "is_archived");
        var code = mask.Has("code") ? check.Text("code", request.Code, 1, LongestCode) : null;
        var name = mask.Has("name") ? check.Text("name", request.Name, 1, LongestName) : null;
        bool? isArchived = mask.Has("is_archived") ? request.IsArchived : null;
        check.Done();
        return db.Write(context, request, async tx =>
        {
            var before = await ArticleStore.Lock(tx, id);
            Etag.Require(request.Etag, before.Version);
            var after = before with
            {
                Code = code ?? before.Code,
                Name = name ?? before.Name,
                ArchiveTime = (isArchived ?? before.ArchiveTime is not null) ? before.ArchiveTime ?? tx.Now : null,
            };
            if (after == before) return before.ToMessage();

            after = after with { Version = before.Version + 1 };
            ArticleStore.Save(tx, after);
            tx.Audit("article.updated", "article", id, Changes.Between(before.ToMessage(), after.ToMessage()));
            return after.ToMessage();
        });
    }
}
