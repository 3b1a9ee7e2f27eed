using FactoryFlow.Platform.Data;
using FactoryFlow.Production.V1;

namespace FactoryFlow.Production.Rates;

/// <summary>A version of what a piece of an article pays at a step.</summary>
internal sealed record RateRow(Guid Id, Guid ArticleId, string Step, decimal Amount, string Currency, DateTimeOffset EffectiveTime, DateTimeOffset CreateTime)
{
    /// <summary>The largest rate: enough for a wage of 100,000 a piece and the ten million pieces of a job within numeric(19,4), with room to sum.</summary>
    public const decimal Largest = 100_000m;

    /// <summary>When a first rate begins to hold. A rate that began with its creation would miss work that another host's, or a device's, clock puts before it.</summary>
    public static readonly DateTimeOffset Beginning = DateTimeOffset.UnixEpoch;

    public Rate ToMessage() => new()
    {
        Id = Id.ToString(),
        ArticleId = ArticleId.ToString(),
        Step = Step,
        Amount = Wire.Money(Amount, Currency),
        EffectiveTime = Wire.Time(EffectiveTime),
        CreateTime = Wire.Time(CreateTime),
    };
}
