using System.Text.Json;
using FactoryFlow.Workflow.Conditions;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.Tests.Support;

namespace FactoryFlow.Workflow.Tests.Conditions;

public sealed class ConditionTests
{
    private const string Known = """{"n": 10, "text": "Leather", "yes": true, "list": ["red", 3], "empty": null, "inside": {"deep": "x"}, "time": "2026-03-01T09:00:00+02:00"}""";

    [Theory]
    [InlineData("{ field: n, operator: eq, value: 10 }", "Yes")]
    [InlineData("{ field: n, operator: eq, value: 10.00 }", "Yes")]
    [InlineData("{ field: n, operator: ne, value: 10 }", "No")]
    [InlineData("{ field: n, operator: gt, value: 9.9999 }", "Yes")]
    [InlineData("{ field: n, operator: gt, value: 10 }", "No")]
    [InlineData("{ field: n, operator: ge, value: 10 }", "Yes")]
    [InlineData("{ field: n, operator: lt, value: 10 }", "No")]
    [InlineData("{ field: n, operator: le, value: 10 }", "Yes")]
    [InlineData("{ field: n, operator: in, value: [1, 10] }", "Yes")]
    [InlineData("{ field: n, operator: in, value: ['10'] }", "No")]
    [InlineData("{ field: list, operator: contains, value: red }", "Yes")]
    [InlineData("{ field: list, operator: contains, value: 3 }", "Yes")]
    [InlineData("{ field: list, operator: contains, value: 4 }", "No")]
    [InlineData("{ field: text, operator: contains, value: eath }", "Yes")]
    [InlineData("{ field: text, operator: startsWith, value: Lea }", "Yes")]
    [InlineData("{ field: text, operator: startsWith, value: lea }", "No")]
    [InlineData("{ field: text, operator: matches, value: '^L.*r$' }", "Yes")]
    [InlineData("{ field: text, operator: gt, value: Lax }", "Yes")]
    [InlineData("{ field: yes, operator: eq, value: true }", "Yes")]
    [InlineData("{ field: yes, operator: eq, value: false }", "No")]
    [InlineData("{ field: inside.deep, operator: eq, value: x }", "Yes")]
    [InlineData("{ field: now, operator: gt, value: '2026-03-01T07:59:59Z' }", "Yes")]
    [InlineData("{ field: now, operator: gt, valueFrom: time }", "Yes")]
    [InlineData("{ field: now, operator: ge, value: '2026-03-01T10:00:00+02:00' }", "Yes")]
    [InlineData("{ field: actor.roles, operator: contains, value: worker }", "Yes")]
    [InlineData("{ field: workflow.businessKey, operator: eq, value: PO-7 }", "Yes")]
    public void What_is_there_is_compared(string condition, string verdict) => Evaluated(condition).ToString().ShouldBe(verdict);

    [Theory]
    [InlineData("{ field: gone, operator: eq, value: 1 }", "No")]
    [InlineData("{ field: gone, operator: ne, value: 1 }", "Yes")]
    [InlineData("{ field: gone, operator: gt, value: 1 }", "No")]
    [InlineData("{ field: gone, operator: lt, value: 1 }", "No")]
    [InlineData("{ field: gone, operator: in, value: [1] }", "No")]
    [InlineData("{ field: gone, operator: contains, value: 1 }", "No")]
    [InlineData("{ field: gone, operator: matches, value: '.*' }", "No")]
    [InlineData("{ field: gone, operator: exists }", "No")]
    [InlineData("{ field: gone, operator: exists, value: false }", "Yes")]
    [InlineData("{ field: empty, operator: exists }", "No")]
    [InlineData("{ field: empty, operator: eq, value: null }", "Yes")]
    [InlineData("{ field: gone, operator: eq, valueFrom: lost }", "Yes")]
    [InlineData("{ field: inside.gone.deeper, operator: exists }", "No")]
    public void What_is_missing_is_missing_and_no_error(string condition, string verdict) => Evaluated(condition).ToString().ShouldBe(verdict);

    [Theory]
    [InlineData("{ field: n, operator: eq, value: '10' }")]
    [InlineData("{ field: text, operator: gt, value: 3 }")]
    [InlineData("{ field: yes, operator: lt, value: 3 }")]
    [InlineData("{ field: n, operator: contains, value: 1 }")]
    [InlineData("{ field: n, operator: matches, value: '1' }")]
    [InlineData("{ field: n, operator: in, valueFrom: text }")]
    [InlineData("{ field: text, operator: gt, valueFrom: now }")]
    [InlineData("{ not: { field: n, operator: eq, value: '10' } }")]
    public void Types_that_do_not_go_together_are_named(string condition)
    {
        Evaluated(condition).ShouldBe(Verdict.Clash);
        Evaluation.Failings(Read(condition), Subject()).ShouldAllBe(f => f.IsClash);
    }

    // y is true, n is false, c is a clash.
    [Theory]
    [InlineData("all", "yy", "Yes")]
    [InlineData("all", "yn", "No")]
    [InlineData("all", "yc", "Clash")]
    [InlineData("all", "cn", "No")]
    [InlineData("all", "nc", "No")]
    [InlineData("any", "nn", "No")]
    [InlineData("any", "yn", "Yes")]
    [InlineData("any", "cy", "Yes")]
    [InlineData("any", "yc", "Yes")]
    [InlineData("any", "cn", "Clash")]
    public void What_is_certain_stays_so_beside_a_clash(string group, string parts, string verdict)
    {
        var conditions = parts.Select(p => p switch
        {
            'y' => "{ field: n, operator: eq, value: 10 }",
            'n' => "{ field: n, operator: eq, value: 11 }",
            _ => "{ field: n, operator: eq, value: ten }",
        });
        Evaluated($"{{ {group}: [{string.Join(", ", conditions)}] }}").ToString().ShouldBe(verdict);
    }

    [Fact]
    public void Everything_that_fails_is_told_with_what_is_there_instead()
    {
        var failing = Evaluation.Failings(Read("{ all: [{ field: n, operator: gt, value: 20 }, { field: gone, operator: exists }, { field: n, operator: eq, value: 10 }] }"), Subject());
        failing.Select(f => f.Message).ShouldBe(["context.n gt 20 does not hold: context.n is 10", "context.gone exists does not hold: context.gone is missing"]);
    }

    [Fact]
    public void A_pattern_that_would_run_for_ever_elsewhere_ends()
    {
        var subject = Subject() with { Context = Some.Values($$"""{"text": "{{new string('a', 9_999)}}"}""") };
        Evaluation.Of(Read("{ field: text, operator: matches, value: '^(a+)+$b' }"), subject).ShouldBe(Verdict.No);
    }

    internal static Subject Subject() => new(Some.Values(Known), JsonElement.Parse("""{"businessKey": "PO-7"}"""), JsonElement.Parse("""{"roles": ["worker"]}"""), Some.Now);

    private static Verdict Evaluated(string condition) => Evaluation.Of(Read(condition), Subject());

    private static Condition Read(string yaml)
    {
        var faults = new Faults();
        var condition = new ConditionReader(null, faults).Read(YamlNodes.Read(yaml, faults)!);
        faults.All.ShouldBeEmpty();
        return condition!;
    }
}
