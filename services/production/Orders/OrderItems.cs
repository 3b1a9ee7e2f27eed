using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.V1;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace FactoryFlow.Production.Orders;

/// <summary>What is to be made for an order, as a call brings it.</summary>
/// <param name="Json">As it is stored.</param>
/// <param name="Articles">The articles, once each.</param>
internal sealed record OrderItems(string Json, Guid[] Articles)
{
    private const int MostItems = 100, MostSizes = 100, LongestSize = 64, LargestQuantity = 1_000_000;

    public static OrderItems Of(Check check, RepeatedField<OrderItem> given)
    {
        var articles = new HashSet<Guid>();
        if (check.AtMost("items", given.Count, MostItems))
            for (var i = 0; i < given.Count; i++)
                articles.Add(Look(check, FormattableString.Invariant($"items[{i}]"), given[i]));
        return new OrderItems(JsonFormatter.Default.Format(new Order { Items = { given } }), [.. articles.Order()]);
    }

    private static Guid Look(Check check, string field, OrderItem item)
    {
        if (check.AtMost(field + ".quantities", item.Quantities.Count, MostSizes))
            foreach (var (size, quantity) in item.Quantities)
            {
                check.Text($"{field}.quantities[{size}]", size, 1, LongestSize);
                check.Range($"{field}.quantities[{size}]", quantity, 1, LargestQuantity);
            }

        return check.Id(field + ".article_id", item.ArticleId);
    }
}
