using System.Text.Json;
using FactoryFlow.Testing;
using FactoryFlow.Workflow.Conditions;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.Tests.Support;
using FactoryFlow.Workflow.Triggers;
using FsCheck;
using FsCheck.Fluent;

namespace FactoryFlow.Workflow.Tests.Triggers;

/// <summary>Whatever an event says, and whatever is asked of it: there is an answer, and no event is kept from being kept.</summary>
public sealed class TriggerProperties
{
    private static readonly string[] Values = ["1", "-2.50", "\"a\"", "\"\"", "\"2026-01-01T00:00:00Z\"", "true", "null", "[1, \"a\"]", "{\"x\": 1}", "\"\\u0000\"", "1e300"];

    private static readonly Gen<(string Filter, string Data)> Cases =
        from field in Gen.Elements("event.data.data.a", "event.data.data.b.x", "event.data.name", "event.time", "now")
        from comparing in Gen.Elements("eq", "ne", "gt", "le", "in", "contains", "startsWith")
        from value in Gen.Elements(Values)
        from shape in Gen.Elements("{0}", "{\"not\": {0}}", "{\"any\": [{0}, {\"field\": \"event.data.data.b\", \"operator\": \"gt\", \"value\": 1}]}")
        from a in Gen.Elements(Values)
        from b in Gen.Elements(Values)
        select (shape.Replace("{0}", $$"""{"field": "{{field}}", "operator": "{{comparing}}", "value": {{value}}}""", StringComparison.Ordinal), $$"""{"name": "n", "data": {"a": {{a}}, "b": {{b}} } }""");

    [Fact]
    public void A_filter_that_cannot_be_decided_says_what_does_not_go_together() => Check(c =>
        Read(c.Filter) is not { Filter: { } filter } || Evaluation.Of(filter, Subject(c.Data)) != Verdict.Clash || Evaluation.Failings(filter, Subject(c.Data)).Any(f => f.IsClash));

    [Fact]
    public void What_an_instance_knows_is_what_the_event_says_and_nothing_else() => Check(c =>
    {
        var (trigger, data) = (Read(null)!, JsonElement.Parse(c.Data).GetProperty("data"));
        var known = Triggering.ContextOf(trigger, Subject(c.Data));
        return new[] { "a", "b" }.All(name => known.TryGetValue(name, out var value) ? JsonElement.DeepEquals(value, data.GetProperty(name)) : data.GetProperty(name).ValueKind == JsonValueKind.Null) && known.Count <= 2;
    });

    [Fact]
    public void A_business_key_is_a_text_whatever_stands_there() => Check(c => Triggering.KeyOf(Read(null)!, Subject(c.Data)) is var key && (key.Length > 0 || c.Data.Contains("\"a\": null", StringComparison.Ordinal) || c.Data.Contains("\"a\": \"\"", StringComparison.Ordinal)));

    private static void Check(Func<(string Filter, string Data), bool> holds) => FsCheck.Fluent.Prop.ForAll(Cases.ToArbitrary(), holds).Check(100);

    // Null where the types could never fit, which the reader says.
    private static Trigger? Read(string? filter) => DefinitionReader.ReadTrigger(JsonNodes.Read(JsonElement.Parse($$"""
        {"event": "workflow.event.emitted", "context": {"a": "event.data.data.a", "b": "event.data.data.b"}, "businessKey": "event.data.data.a", "filter": {{filter ?? "[]"}}}
        """), Place.Root));

    private static Subject Subject(string data) => Triggering.SubjectOf(Guid.Empty, Triggering.Emitted, Some.Now, JsonElement.Parse(data), Some.Now);
}
