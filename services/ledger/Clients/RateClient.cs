using System.Globalization;
using FactoryFlow.Ledger.Corrections;
using FactoryFlow.Platform.Hosting;
using FactoryFlow.Production.V1;
using Grpc.Core;

namespace FactoryFlow.Ledger.Clients;

/// <summary>Asks production, as the caller, what pieces pay.</summary>
internal sealed class RateClient(RateService.RateServiceClient production, TimeProvider clock)
{
    private const int PageSize = 200;

    /// <summary>The changes with the history of rates of those steps for which they name no amount.</summary>
    public async Task<RateChanges> Complete(RateChanges changes, CancellationToken ct)
    {
        var rates = new List<((Guid Article, string Step) Of, RateSince Rate)>();
        foreach (var (step, _) in changes.Rates.Where(r => r.Value is null))
            rates.AddRange((await History(step.Article, step.Step, ct)).Select(rate => (step, rate)));
        return changes with { Histories = rates.ToLookup(r => r.Of, r => r.Rate) };
    }

    private async Task<List<RateSince>> History(Guid article, string step, CancellationToken ct)
    {
        var (rates, token) = (new List<RateSince>(), "");
        do
        {
            var request = new ListRatesRequest { ArticleId = article.ToString(), Step = step, PageSize = PageSize, PageToken = token };
            ListRatesResponse page;
            try
            {
                page = await production.ListRatesAsync(request, deadline: clock.Deadline(), cancellationToken: ct);
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
            {
                // Of an article that there is not nothing was ever credited.
                return [];
            }

            rates.AddRange(page.Rates.Select(r => new RateSince(r.EffectiveTime.ToDateTimeOffset(), decimal.Parse(r.Amount.Amount, CultureInfo.InvariantCulture))));
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        return rates;
    }
}
