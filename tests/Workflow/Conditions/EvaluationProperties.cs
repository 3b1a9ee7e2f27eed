using System.Globalization;
using System.Text.Json;
using FactoryFlow.Testing;
using FactoryFlow.Workflow.Conditions;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace FactoryFlow.Workflow.Tests.Conditions;

/// <summary>Any condition over any values: it ends, says the same again, and means what logic says.</summary>
public sealed class EvaluationProperties
{
    private static readonly string[] Values = ["1", "-2.50", "\"a\"", "\"2026-01-01T00:00:00Z\"", "true", "false", "null", "[1, \"a\"]", "{\"x\": 1}", "79228162514264337593543950335", "1e300"];

    private static readonly Gen<string> Leaf =
        from field in Gen.Elements("a", "b", "a.x", "now", "actor.roles", "workflow.id")
        from comparing in Gen.Elements(Operators.ByName.Keys.Where(n => n is not ("exists" or "matches")).ToArray())
        from value in Gen.Elements(Values)
        from isField in Gen.Elements(true, false)
        select isField ? $$"""{"field": "{{field}}", "operator": "{{comparing}}", "valueFrom": "b"}""" : $$"""{"field": "{{field}}", "operator": "{{comparing}}", "value": {{value}}}""";

    private static readonly Gen<(string Condition, string Context)> Cases =
        from condition in Tree(4) from a in Gen.Elements(Values) from b in Gen.Elements(Values) select (condition, $$"""{"a": {{a}}, "b": {{b}}}""");

    [Fact]
    public void A_condition_that_can_be_read_is_decided_the_same_way_each_time() => Check(Cases, c =>
        Read(c.Condition) is not { } condition || Evaluation.Of(condition, Subject(c.Context)) == Evaluation.Of(condition, Subject(c.Context)));

    [Fact]
    public void What_does_not_hold_says_why_and_what_holds_says_nothing() => Check(Cases, c =>
        Read(c.Condition) is not { } condition || Evaluation.Failings(condition, Subject(c.Context)).Any() == (Evaluation.Of(condition, Subject(c.Context)) != Verdict.Yes));

    [Fact]
    public void The_order_of_parts_means_nothing() => Check(Gen.Two(Cases), pair =>
    {
        if (Read(pair.Item1.Condition) is not { } one || Read(pair.Item2.Condition) is not { } other) return true;
        var subject = Subject(pair.Item1.Context);
        return Evaluation.Of(new All([one, other]), subject) == Evaluation.Of(new All([other, one]), subject)
            && Evaluation.Of(new Any([one, other]), subject) == Evaluation.Of(new Any([other, one]), subject);
    });

    [Fact]
    public void Not_all_is_any_not() => Check(Gen.Two(Cases), pair =>
    {
        if (Read(pair.Item1.Condition) is not { } one || Read(pair.Item2.Condition) is not { } other) return true;
        var subject = Subject(pair.Item1.Context);
        return Evaluation.Of(new Not(new All([one, other])), subject) == Evaluation.Of(new Any([new Not(one), new Not(other)]), subject);
    });

    [Fact]
    public void Numbers_are_compared_as_decimals() => Check(Gen.Two(Gen.Choose(-1_000_000, 1_000_000)), pair =>
    {
        var (one, other) = (pair.Item1 / 1000m, pair.Item2 / 1000m);
        var condition = Read(string.Create(CultureInfo.InvariantCulture, $$"""{"field": "a", "operator": "lt", "value": {{other}}}"""))!;
        return (Evaluation.Of(condition, Subject(string.Create(CultureInfo.InvariantCulture, $$"""{"a": {{one}}}"""))) == Verdict.Yes) == one < other;
    });

    private static Gen<string> Tree(int depth) => depth == 0 ? Leaf : Gen.OneOf(
        Leaf,
        from parts in Gen.Two(Tree(depth - 1)) from name in Gen.Elements("all", "any") select $$"""{"{{name}}": [{{parts.Item1}}, {{parts.Item2}}]}""",
        from part in Tree(depth - 1) select $$"""{"not": {{part}}}""");

    // Null where the types could never fit, which the reader says.
    private static Condition? Read(string json)
    {
        var faults = new Faults();
        var condition = new ConditionReader(null, faults).Read(JsonNodes.Read(JsonElement.Parse(json), default));
        return faults.Any ? null : condition;
    }

    private static Subject Subject(string context) => ConditionTests.Subject() with { Context = Some.Values(context) };

    private static void Check<T>(Gen<T> cases, Func<T, bool> holds) => Prop.ForAll(Arb.From(cases), holds).Check(1000);
}
