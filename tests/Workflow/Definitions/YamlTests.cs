using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.Tests.Support;

namespace FactoryFlow.Workflow.Tests.Definitions;

public sealed class YamlTests
{
    [Fact]
    public void What_is_written_as_yaml_is_the_same_as_json() => Json("a: 1\nb: [x, 'true', true, ~, 1.50, 007, no]\nc: {d: \"\"}")
        .ShouldBe("""{"a":1,"b":["x","true",true,null,1.50,"007","no"],"c":{"d":""}}""");

    [Theory]
    [InlineData("a: &x 1\nb: *x", "alias")]
    [InlineData("a: &x 1", "anchor")]
    [InlineData("a: !!python/object:os.system 1", "tag")]
    [InlineData("a: 1\na: 2", "given twice")]
    [InlineData("a: 1\n---\nb: 2", "second document")]
    [InlineData("", "empty")]
    [InlineData("a: [1", "not YAML")]
    [InlineData("{a: 1}: 2", "no name")]
    public void What_is_dangerous_or_broken_is_refused(string yaml, string message)
    {
        var faults = new Faults();
        YamlNodes.Read(yaml, faults);
        faults.All.ShouldContain(f => f.Message.Contains(message, StringComparison.Ordinal), string.Join('\n', faults.All));
    }

    [Fact]
    public void A_broken_place_is_named_by_line_and_column()
    {
        var faults = new Faults();
        YamlNodes.Read("states:\n  - id: a\n   type: b", faults).ShouldBeNull();
        faults.All.Single().Place.Line.ShouldBe(3);
    }

    [Fact]
    public void A_bomb_of_nine_lines_is_refused_at_its_first_alias()
    {
        var bomb = string.Join('\n', Enumerable.Range(0, 9).Select(i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat(i == 0 ? "lol" : $"*a{i - 1}", 9))}]"));
        Some.Read(bomb).Faults.ShouldContain(f => f.Place.Line == 2 && f.Message.Contains("aliases are not taken", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(40, 1)]
    [InlineData(1, 30_000)]
    public void What_is_too_deep_or_too_much_ends_the_reading(int depth, int count)
    {
        var yaml = string.Concat(Enumerable.Repeat("[", depth)) + string.Join(',', Enumerable.Repeat("x", count)) + string.Concat(Enumerable.Repeat("]", depth));
        Some.Read("a: " + yaml).Faults.ShouldNotBeEmpty();
    }

    private static string Json(string yaml)
    {
        var faults = new Faults();
        var node = YamlNodes.Read(yaml, faults);
        faults.All.ShouldBeEmpty();
        return JsonNodes.Write(node!);
    }
}
