using FactoryFlow.Platform.Data;
using FactoryFlow.Production.V1;
using Grpc.Core;

namespace FactoryFlow.Ledger.Tests.Support;

/// <summary>A production whose rates are those that a test gave it, a page for each; the real one is asked in EndToEnd.</summary>
internal sealed class StandInRates : RateService.RateServiceClient
{
    private readonly List<Rate> _rates = [];

    public void Has(Guid article, string step, DateTimeOffset from, decimal amount) =>
        _rates.Add(new Rate { ArticleId = article.ToString(), Step = step, EffectiveTime = Wire.Time(from), Amount = Wire.Money(amount, "EUR") });

    public override AsyncUnaryCall<ListRatesResponse> ListRatesAsync(ListRatesRequest request, CallOptions options)
    {
        var rates = _rates.Where(r => r.ArticleId == request.ArticleId && (request.Step.Length == 0 || r.Step == request.Step)).ToList();
        var at = request.PageToken.Length == 0 ? 0 : int.Parse(request.PageToken, System.Globalization.CultureInfo.InvariantCulture);
        var answer = rates.Count == 0
            ? Task.FromException<ListRatesResponse>(new RpcException(new Grpc.Core.Status(StatusCode.NotFound, "There is no such article.")))
            : Task.FromResult(new ListRatesResponse { Rates = { rates[at] }, NextPageToken = at + 1 < rates.Count ? $"{at + 1}" : "" });
        return new AsyncUnaryCall<ListRatesResponse>(answer, Task.FromResult<Metadata>([]), () => Grpc.Core.Status.DefaultSuccess, () => [], () => { });
    }
}
