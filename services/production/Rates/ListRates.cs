using System.Globalization;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.Articles;
using FactoryFlow.Production.V1;
using Grpc.Core;

namespace FactoryFlow.Production.Rates;

internal sealed partial class RateService
{
    private const int LongestStep = 100;

    public override Task<ListRatesResponse> ListRates(ListRatesRequest request, ServerCallContext context)
    {
        var check = new Check();
        var article = check.Id("article_id", request.ArticleId);
        var only = request.Step.Length > 0 ? check.Text("step", request.Step, 1, LongestStep) : null;
        var size = check.PageSize(request.PageSize);
        check.Done();
        var (step, time) = After(request.PageToken);
        return db.Read(context, async tx =>
        {
            var known = RateStore.AskArticle(tx, article);
            var rates = tx.Ask<RateRow>($"""
                select r.id, r.article_id, r.step, r.amount, a.currency, r.effective_time, r.create_time
                from rates r join articles a on a.tenant_id = r.tenant_id and a.id = r.article_id
                where r.tenant_id = {tx.TenantId} and r.article_id = {article} and ({only}::text is null or r.step = {only})
                    and (r.step > {step} or (r.step = {step} and r.effective_time < {time}))
                order by r.step, r.effective_time desc limit {size + 1}
                """);
            await tx.Flush();
            if (known.Rows.Count == 0) throw ArticleStore.NotFound(article);
            var page = rates.Rows.Take(size).ToList();
            var response = new ListRatesResponse { NextPageToken = rates.Rows.Count > size ? TokenOf(page[^1]) : "" };
            response.Rates.AddRange(page.Select(r => r.ToMessage()));
            return response;
        });
    }

    private static string TokenOf(RateRow last) => PageToken.After(string.Create(CultureInfo.InvariantCulture, $"{last.EffectiveTime.UtcTicks}:{last.Step}"));

    private static (string Step, DateTimeOffset Time) After(string token)
    {
        if (PageToken.Key(token) is not { } key) return ("", DateTimeOffset.UnixEpoch);
        var parts = key.Split(':', 2);
        if (parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTimeOffset.MaxValue.Ticks)
            return (parts[1], new DateTimeOffset(ticks, TimeSpan.Zero));
        throw CommonReasons.PageTokenInvalid.Refuse("This page token is not one that the list gave out. Start again without it.", "page_token");
    }
}
