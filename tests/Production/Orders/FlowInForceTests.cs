using FactoryFlow.Production.OrderFlows;

namespace FactoryFlow.Production.Tests.Orders;

public sealed class FlowInForceTests
{
    private static readonly Guid Category = Guid.Parse("0190c1b2-7c3e-7d4f-8a5b-6c7d8e9f0a1b");

    [Theory]
    [InlineData("", true, "BUILT_IN", false)]
    [InlineData("category", true, "CATEGORY", false)]
    [InlineData("own", true, "OWN", false)]
    [InlineData("category own", true, "OWN", false)]
    [InlineData("category own own-of-category", true, "OWN_OF_CATEGORY", false)]
    [InlineData("category own-off own-of-category-off", true, "CATEGORY", false)]
    [InlineData("category own own-of-category-off", true, "OWN", false)]
    [InlineData("category own own-of-category", false, "CATEGORY", true)]
    [InlineData("own", false, "BUILT_IN", true)]
    [InlineData("own-off", false, "BUILT_IN", false)]
    public void A_tenants_own_come_first_then_the_categorys_then_the_built_in(string there, bool isAdvanced, string inForce, bool isOwnIgnored)
    {
        var chosen = FlowInForce.Of([.. there.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Row)], new Dictionary<string, bool> { ["advanced_workflow"] = isAdvanced });
        (chosen.Flow.InitialStatus, chosen.IsOwnIgnored).ShouldBe((inForce == "BUILT_IN" ? "DRAFT" : inForce, isOwnIgnored));
        (chosen.Row is null).ShouldBe(inForce == "BUILT_IN");
    }

    [Theory]
    [InlineData("OWN", "OWN")]
    [InlineData("FORMER", "CATEGORY")]
    public void In_a_status_that_it_lacks_an_order_goes_on_by_the_flow_that_it_came_there_with(string status, string goesBy)
    {
        var inForce = FlowInForce.Of([Row("own")], new Dictionary<string, bool> { ["advanced_workflow"] = true });
        inForce.Or(status, Row("category")).Flow.InitialStatus.ShouldBe(goesBy);
    }

    private static FlowRow Row(string kind)
    {
        var name = kind.Replace("-off", "", StringComparison.Ordinal);
        return new FlowRow(
            Guid.CreateVersion7(), name == "own" ? null : Category, name == "category" ? 0 : 3, name == kind,
            $$"""{"initialStatus": "{{name.ToUpperInvariant().Replace('-', '_')}}", "wordOfTomorrow": 1}""", null, Jobs.Some.Now);
    }
}
