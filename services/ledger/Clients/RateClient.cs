using System.Collections.Concurrent;
using System.Globalization;
using FactoryFlow.Ledger.Corrections;
using FactoryFlow.Platform.Hosting;
using FactoryFlow.Production.V1;
using Grpc.Core;

namespace FactoryFlow.Ledger.Clients;

/// <summary>Asks production, as the caller, what pieces pay.</summary>
internal sealed class RateClient(RateService.RateServiceClient production, TimeProvider clock)
{
    private const int PageSize = 200, AtOnce = 8;

    /// <summary>The changes with the histories of rates of those steps for which they name no amount.</summary>
    public async Task<RateChanges> Complete(RateChanges changes, CancellationToken ct)
    {
        var asked = changes.Rates.Where(r => r.Value is null).Select(r => r.Key).ToHashSet();
        var rates = new ConcurrentBag<((Guid Article, string Step) Of, RateSince Rate)>();
        await Parallel.ForEachAsync(asked.Select(step => step.Article).Distinct(), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (article, one) =>
        {
            foreach (var rate in await History(article, one))
                if (asked.Contains((article, rate.Step)))
                    rates.Add(((article, rate.Step), new RateSince(rate.EffectiveTime.ToDateTimeOffset(), decimal.Parse(rate.Amount.Amount, CultureInfo.InvariantCulture))));
        });
        return changes with { Histories = rates.ToLookup(r => r.Of, r => r.Rate) };
    }

    // Of all steps of an article, since a correction is about many of them.
    private async Task<List<Rate>> History(Guid article, CancellationToken ct)
    {
        var (rates, token) = (new List<Rate>(), "");
        do
        {
            var request = new ListRatesRequest { ArticleId = article.ToString(), PageSize = PageSize, PageToken = token };
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

            rates.AddRange(page.Rates);
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        return rates;
    }
}
