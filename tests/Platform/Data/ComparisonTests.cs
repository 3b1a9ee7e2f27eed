using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Platform.Tests.Data;

public sealed class ComparisonTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("status = PENDING", "status|=|PENDING")]
    [InlineData("status=\"IN PROGRESS\"", "status|=|IN PROGRESS")]
    [InlineData("create_time >= \"2026-01-31T00:00:00Z\" AND number<17", "createTime|>=|2026-01-31T00:00:00Z number|<|17")]
    [InlineData("attributes.colour = red  AND  attributes.\"sole type\" = \"say \\\"x\\\"\"", "attributes.colour|=|red attributes.sole type|=|say \"x\"")]
    [InlineData("note = \"a AND b = c\"", "note|=|a AND b = c")]
    [InlineData("note = \"\"", "note|=|")]
    public void A_filter_is_comparisons_joined_by_AND(string filter, string expected) => Read(filter).ShouldBe(expected);

    [Theory]
    [InlineData("status")]
    [InlineData("status PENDING")]
    [InlineData("status = ")]
    [InlineData("status = PENDING AND ")]
    [InlineData("status = PENDING number = 1")]
    [InlineData("status = PENDING OR number = 1")]
    [InlineData("status != PENDING")]
    [InlineData("NOT status = PENDING")]
    [InlineData("(status = PENDING)")]
    [InlineData("status = \"PENDING")]
    [InlineData("a.b.c = 1")]
    [InlineData("status = PENDING; drop table jobs")]
    public void What_is_none_is_a_fault_of_the_filter(string filter)
    {
        var check = new Check();
        Comparison.Of(check, filter).ShouldBeEmpty();
        Should.Throw<Refusal>(check.Done).Faults.ShouldHaveSingleItem().Field.ShouldBe("filter");
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(11, false)]
    public void A_filter_has_at_most_ten(int count, bool holds)
    {
        var check = new Check();
        Comparison.Of(check, string.Join(" AND ", Enumerable.Repeat("a = 1", count)));
        check.Holds.ShouldBe(holds);
    }

    private static string Read(string filter)
    {
        var check = new Check();
        var read = Comparison.Of(check, filter);
        check.Done();
        return string.Join(' ', read.Select(c => $"{c.Field}{(c.Key is null ? "" : "." + c.Key)}|{c.Operator}|{c.Value}"));
    }
}
