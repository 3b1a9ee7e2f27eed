using FactoryFlow.Platform.Data;
using FactoryFlow.Production.Rates;

namespace FactoryFlow.Production.Articles;

/// <summary>The statements that show, lock and write articles with their rates.</summary>
internal static class ArticleStore
{
    /// <summary>Asks for articles with the rates in force, in the order of their codes.</summary>
    public static Answer<ArticleRow> Ask(TenantTx tx, Guid[] ids) => tx.Ask<ArticleRow>($"""
        select a.id, a.code, a.name, a.currency, a.version, a.archive_time, a.create_time, r.steps, r.amounts
        from articles a cross join lateral (
            select array_agg(step) as steps, array_agg(amount) as amounts from (
                select distinct on (step) step, amount from rates
                where tenant_id = {tx.TenantId} and article_id = a.id and effective_time <= {tx.Now}
                order by step, effective_time desc) in_force) r
        where a.tenant_id = {tx.TenantId} and a.id = any({ids}) and a.delete_time is null order by a.code
        """);

    /// <summary>Locks an article, which lets no job be created for it meanwhile, and reads it with the rates in force.</summary>
    /// <exception cref="Platform.Errors.Refusal">ARTICLE_NOT_FOUND.</exception>
    public static async Task<ArticleRow> Lock(TenantTx tx, Guid id)
    {
        tx.Ask<int>($"select 1 from articles where tenant_id = {tx.TenantId} and id = {id} for update");
        var articles = Ask(tx, [id]);
        await tx.Flush();
        return articles.First ?? throw NotFound(id);
    }

    /// <summary>Adds an article with its first rates.</summary>
    public static void Add(TenantTx tx, ArticleRow article)
    {
        tx.Write($"""
            insert into articles (tenant_id, id, code, name, currency, create_time)
            values ({tx.TenantId}, {article.Id}, {article.Code}, {article.Name}, {article.Currency}, {article.CreateTime})
            """);
        for (var i = 0; i < (article.Steps?.Length ?? 0); i++)
            RateStore.Add(tx, new RateRow(tx.NewId(), article.Id, article.Steps![i], article.Amounts![i], article.Currency, RateRow.Beginning, tx.Now));
    }

    /// <summary>Writes what became of a locked article.</summary>
    public static void Save(TenantTx tx, ArticleRow article) => tx.Write($"""
        update articles set code = {article.Code}, name = {article.Name}, archive_time = {article.ArchiveTime}, version = {article.Version}
        where tenant_id = {tx.TenantId} and id = {article.Id}
        """);

    public static Platform.Errors.Refusal NotFound(Guid id) => Reasons.ArticleNotFound.Refuse($"There is no article {id}.", "article_id");
}
