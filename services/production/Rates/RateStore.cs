using FactoryFlow.Platform.Data;

namespace FactoryFlow.Production.Rates;

/// <summary>The statements that find and add versions of rates; none changes one.</summary>
internal static class RateStore
{
    /// <summary>Asks whether there is an article.</summary>
    public static Answer<int> AskArticle(TenantTx tx, Guid articleId) =>
        tx.Ask<int>($"select 1 from articles where tenant_id = {tx.TenantId} and id = {articleId} and delete_time is null");

    /// <summary>Asks for the rate in force at a step of a job at some time.</summary>
    public static Answer<Jobs.Rate> AskInForce(TenantTx tx, Guid jobId, Guid stepId, DateTimeOffset time) => tx.Ask<Jobs.Rate>($"""
        select r.id as version_id, r.amount from jobs j
        join job_steps s on s.tenant_id = j.tenant_id and s.job_id = j.id
        join rates r on r.tenant_id = j.tenant_id and r.article_id = j.article_id and r.step = s.name
        where j.tenant_id = {tx.TenantId} and j.id = {jobId} and s.id = {stepId} and r.effective_time <= {time}
        order by r.effective_time desc limit 1
        """);

    /// <summary>
    /// Looks once more for a rate where none was found, behind whoever enters one just now: they look for what is held with the article
    /// locked, so either they find the report that is about to be held or it finds their rate.
    /// </summary>
    public static Task<Jobs.Rate?> FindBehindNewer(TenantTx tx, Guid articleId, string step, DateTimeOffset time)
    {
        tx.Ask<int>($"select 1 from articles where tenant_id = {tx.TenantId} and id = {articleId} for share");
        return tx.One<Jobs.Rate>($"""
            select id as version_id, amount from rates
            where tenant_id = {tx.TenantId} and article_id = {articleId} and step = {step} and effective_time <= {time}
            order by effective_time desc limit 1
            """);
    }

    /// <summary>Asks for all rates of the articles of some jobs that are in force by now.</summary>
    public static Answer<RatedStep> AskOfJobs(TenantTx tx, Guid[] jobIds) => tx.Ask<RatedStep>($"""
        select article_id, step, effective_time, id as version_id, amount from rates
        where tenant_id = {tx.TenantId} and effective_time <= {tx.Now}
            and article_id in (select article_id from jobs where tenant_id = {tx.TenantId} and id = any({jobIds}))
        """);

    /// <summary>Looks once more for the rates of some jobs where none was found for work on these articles, behind whoever enters one just now.</summary>
    public static async Task<IReadOnlyList<RatedStep>> FindBehindNewer(TenantTx tx, Guid[] articleIds, Guid[] jobIds)
    {
        tx.Ask<int>($"select 1 from articles where tenant_id = {tx.TenantId} and id = any({articleIds}) order by id for share");
        var rates = AskOfJobs(tx, jobIds);
        await tx.Flush();
        return rates.Rows;
    }

    /// <summary>Adds a version.</summary>
    public static void Add(TenantTx tx, RateRow rate) => tx.Write($"""
        insert into rates (tenant_id, id, article_id, step, amount, effective_time, create_time)
        values ({tx.TenantId}, {rate.Id}, {rate.ArticleId}, {rate.Step}, {rate.Amount}, {rate.EffectiveTime}, {rate.CreateTime})
        """);
}

/// <summary>What a step of an article pays from some time on.</summary>
internal sealed record RatedStep(Guid ArticleId, string Step, DateTimeOffset EffectiveTime, Guid VersionId, decimal Amount);
