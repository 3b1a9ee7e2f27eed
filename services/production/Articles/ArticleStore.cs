using FactoryFlow.Platform.Data;

namespace FactoryFlow.Production.Articles;

/// <summary>The statements that show and write articles with their rates.</summary>
internal static class ArticleStore
{
    /// <summary>Asks for articles with the rates in force, in the order of their codes.</summary>
    public static Answer<ArticleRow> Ask(TenantTx tx, Guid[] ids) => tx.Ask<ArticleRow>($"""
        select a.id, a.code, a.name, a.currency, r.steps, r.amounts
        from articles a cross join lateral (
            select array_agg(step) as steps, array_agg(amount) as amounts from (
                select distinct on (step) step, amount from rates
                where tenant_id = {tx.TenantId} and article_id = a.id and effective_time <= {tx.Now}
                order by step, effective_time desc) in_force) r
        where a.tenant_id = {tx.TenantId} and a.id = any({ids}) order by a.code
        """);

    /// <summary>Adds an article whose rates are in force from now.</summary>
    public static void Add(TenantTx tx, ArticleRow article)
    {
        tx.Write($"""
            insert into articles (tenant_id, id, code, name, currency, create_time)
            values ({tx.TenantId}, {article.Id}, {article.Code}, {article.Name}, {article.Currency}, {tx.Now})
            """);
        for (var i = 0; i < (article.Steps?.Length ?? 0); i++)
            tx.Write($"""
                insert into rates (tenant_id, id, article_id, step, amount, effective_time, create_time)
                values ({tx.TenantId}, {tx.NewId()}, {article.Id}, {article.Steps![i]}, {article.Amounts![i]}, {tx.Now}, {tx.Now})
                """);
    }
}
