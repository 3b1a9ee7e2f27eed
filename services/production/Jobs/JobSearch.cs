using System.Globalization;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.V1;
using JobStatus = FactoryFlow.Production.V1.Job.Types.Status;

namespace FactoryFlow.Production.Jobs;

/// <summary>Which jobs a list has, and in which order.</summary>
/// <param name="Conditions">What must hold of each, in a form that an index answers.</param>
/// <param name="OrderBy">The order.</param>
/// <param name="After">The last job of the page before; null on the first page.</param>
internal sealed record JobSearch(IReadOnlyList<Func<TenantTx, Sql>> Conditions, string OrderBy, JobKey? After)
{
    private const string ByNumber = "number", ByNumberDown = "number desc", ByTime = "createTime", ByTimeDown = "createTime desc";
    private const string Fields = "status, articleId, orderId, workerId, number, createTime and attributes.<name>";

    /// <summary>Reads it off a request.</summary>
    public static JobSearch Of(Check check, ListJobsRequest request)
    {
        var order = request.OrderBy.Replace("create_time", ByTime, StringComparison.Ordinal);
        if (order.Length == 0) order = ByNumberDown;
        check.That(order is ByNumber or ByNumberDown or ByTime or ByTimeDown, "order_by", $"must be \"{ByNumberDown}\", \"{ByNumber}\", \"{ByTimeDown}\" or \"{ByTime}\"");
        List<Func<TenantTx, Sql>> conditions = [.. Comparison.Of(check, request.Filter).Select(c => ConditionOf(check, c))];
        // Only of a request that holds otherwise: its faults come first.
        return new JobSearch(conditions, order, check.Holds ? JobKey.Of(request.PageToken, order) : null);
    }

    /// <summary>Asks for a page of them.</summary>
    /// <param name="tx">The transaction.</param>
    /// <param name="reach">The worker to whom the caller's sight is narrowed; null where it is not.</param>
    /// <param name="count">How many.</param>
    public Answer<JobKey> Ask(TenantTx tx, Guid? reach, int count) => tx.Ask<JobKey>($"""
        select j.id, j.number, j.create_time from jobs j
        where j.tenant_id = {tx.TenantId} and j.delete_time is null{Hold(tx)}{OfReach(tx, reach)}{Behind()}{InOrder()} limit {count}
        """);

    /// <summary>The token behind a job.</summary>
    public string TokenAfter(JobKey last) => last.ToToken(OrderBy);

    private static Func<TenantTx, Sql> ConditionOf(Check check, Comparison asked)
    {
        var isOrdered = asked.Field is "number" or "createTime";
        if (asked.Field is not ("status" or "articleId" or "orderId" or "workerId" or "number" or "createTime" or "attributes") || asked.Key is null == (asked.Field == "attributes"))
            check.Fault("filter", $"compares {asked.Field}{(asked.Key is null ? "" : "." + asked.Key)}; jobs are found by {Fields}");
        else if (!isOrdered)
            asked.RequireEqual(check);
        if (!check.Holds) return _ => $"";
        if (asked.Field == "status") return Of(asked.OneOf<JobStatus>(check), status => $" and j.status = {status}");
        if (asked.Field == "articleId") return Of(asked.Id(check), article => $" and j.article_id = {article}");
        if (asked.Field == "orderId") return Of(asked.Id(check), order => $" and j.order_id = {order}");
        if (asked.Field == "number") return Of(asked.Number(check), number => $" and j.number {asked.ToSql()} {number}");
        if (asked.Field == "createTime") return Of(asked.Time(check), time => $" and j.create_time {asked.ToSql()} {time}");
        if (asked.Field == "workerId") return OfWorker(asked.Id(check));
        return tx => $" and exists (select from job_attributes a where a.tenant_id = {tx.TenantId} and a.name = {asked.Key} and a.value = {asked.Value} and a.job_id = j.id)";
    }

    private static Func<TenantTx, Sql> Of<T>(T value, Func<T, Sql> condition) => _ => condition(value);

    private static Func<TenantTx, Sql> OfWorker(Guid worker) =>
        tx => $" and exists (select from step_workers w where w.tenant_id = {tx.TenantId} and w.worker_id = {worker} and w.job_id = j.id and w.is_assigned)";

    private static Sql OfReach(TenantTx tx, Guid? worker)
    {
        if (worker is not { } id) return $"";
        return OfWorker(id)(tx);
    }

    private Sql Hold(TenantTx tx)
    {
        Sql all = $"";
        foreach (var condition in Conditions) all.AppendFormatted(condition(tx));
        return all;
    }

    private Sql Behind()
    {
        if (After is not { } after) return $"";
        if (OrderBy == ByNumber) return $" and j.number > {after.Number}";
        if (OrderBy == ByNumberDown) return $" and j.number < {after.Number}";
        if (OrderBy == ByTime) return $" and (j.create_time, j.id) > ({after.CreateTime}, {after.Id})";
        return $" and (j.create_time, j.id) < ({after.CreateTime}, {after.Id})";
    }

    private Sql InOrder()
    {
        if (OrderBy == ByNumber) return $" order by j.number";
        if (OrderBy == ByNumberDown) return $" order by j.number desc";
        if (OrderBy == ByTime) return $" order by j.create_time, j.id";
        return $" order by j.create_time desc, j.id desc";
    }
}

/// <summary>Where a job stands in a list.</summary>
internal sealed record JobKey(Guid Id, int Number, DateTimeOffset CreateTime)
{
    /// <summary>The key of a page token; null on the first page.</summary>
    /// <exception cref="Refusal">PAGE_TOKEN_INVALID, also where the token is of another order.</exception>
    public static JobKey? Of(string token, string orderBy)
    {
        if (PageToken.Key(token) is not { } key) return null;
        if (key.Split('|') is [var order, var id, var number, var time] && order == orderBy && Guid.TryParseExact(id, "D", out var parsed)
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTimeOffset.MaxValue.Ticks)
            return new JobKey(parsed, count, new DateTimeOffset(ticks, TimeSpan.Zero));
        throw CommonReasons.PageTokenInvalid.Refuse("This page token is not one that the list gave out in this order. Start again without it.", "page_token");
    }

    /// <summary>The token behind it.</summary>
    public string ToToken(string orderBy) => PageToken.After(string.Create(CultureInfo.InvariantCulture, $"{orderBy}|{Id}|{Number}|{CreateTime.Ticks}"));
}
