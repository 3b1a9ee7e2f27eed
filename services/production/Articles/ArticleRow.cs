using FactoryFlow.Platform.Data;
using FactoryFlow.Production.V1;

namespace FactoryFlow.Production.Articles;

/// <summary>An article with the rates in force: what each of its steps pays, where it has any.</summary>
internal sealed record ArticleRow(
    Guid Id, string Code, string Name, string Currency, int Version, DateTimeOffset? ArchiveTime, DateTimeOffset CreateTime, string[]? Steps, decimal[]? Amounts)
{
    public Article ToMessage()
    {
        var article = new Article
        {
            Id = Id.ToString(),
            Code = Code,
            Name = Name,
            Currency = Currency,
            IsArchived = ArchiveTime is not null,
            CreateTime = Wire.Time(CreateTime),
            Etag = Etag.Of(Version),
        };
        for (var i = 0; i < (Steps?.Length ?? 0); i++) article.StepRates[Steps![i]] = Wire.Amount(Amounts![i]);
        return article;
    }
}
