using System.Text.Json;
using FactoryFlow.Workflow.Activities;
using FactoryFlow.Workflow.Conditions;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.Tests.Support;

namespace FactoryFlow.Workflow.Tests.Activities;

public sealed class TemplateTests
{
    private static readonly Subject Order = new(
        Some.Values("""{"order": "A/1 ?", "amount": 12.50, "lines": [1, 2], "inner": {"deep": true}}"""),
        JsonElement.Parse("""{"businessKey": "PO-7"}"""), JsonElement.Parse("""{"id": "u1", "roles": ["buyer"]}"""), Some.Now);

    [Theory]
    [InlineData("\"{{context.amount}}\"", "12.50")]
    [InlineData("\"{{ amount }}\"", "12.50")]
    [InlineData("\"{{context.lines}}\"", "[1,2]")]
    [InlineData("\"{{context.inner.deep}}\"", "true")]
    [InlineData("\"{{context.nothing}}\"", "null")]
    [InlineData("\"{{context.amount}} for {{workflow.businessKey}} by {{actor.id}}\"", "\"12.50 for PO-7 by u1\"")]
    [InlineData("\"a{{context.nothing}}b{{context.lines}}\"", "\"ab[1,2]\"")]
    [InlineData("\"{{now}}\"", "\"2026-03-01T08:00:00Z\"")]
    [InlineData("[{\"a\": \"{{context.order}}\"}, 3, null]", "[{\"a\":\"A/1 ?\"},3,null]")]
    [InlineData("{\"url\": \"https://x.example/{{context.order}}\", \"body\": {\"url\": \"{{context.order}}\"}}", "{\"url\":\"https://x.example/A%2F1%20%3F\",\"body\":{\"url\":\"A/1 ?\"}}")]
    public void Expressions_become_values(string template, string value) => Template.Render(JsonElement.Parse(template), Order).GetRawText().ShouldBe(value);

    [Fact]
    public void What_is_configured_is_filled_in_last_and_only_where_the_definition_says_so()
    {
        var evil = Order with { Context = Some.Values("{\"order\": \"{{env.SHOP_KEY}}\uFDD0SHOP_KEY\uFDD1\"}") };
        var kept = Template.Render(JsonElement.Parse("""{"body": {"a": "{{env.SHOP_KEY}} {{context.order}}"}}"""), evil);
        kept.GetRawText().ShouldNotContain("s3cret");
        Template.Fill(kept, Some.Environment.Values).GetProperty("body").GetProperty("a").GetString().ShouldBe("s3cret {{env.SHOP_KEY}}SHOP_KEY");
        Template.Fill(kept, new Dictionary<string, string>()).GetProperty("body").GetProperty("a").GetString().ShouldBe(" {{env.SHOP_KEY}}SHOP_KEY");
    }

    [Fact]
    public void A_value_that_stands_alone_names_no_secret_either()
    {
        var evil = Order with { Context = Some.Values("{\"order\": \"\uFDD0SHOP_KEY\uFDD1\", \"list\": [\"\uFDD0SHOP_KEY\uFDD1\"]}") };
        var kept = Template.Render(JsonElement.Parse("""{"url": "{{context.order}}", "headers": {"a": "{{context.order}}"}, "body": ["{{context.order}}", "{{context.list}}", "x{{context.list}}"]}"""), evil);
        Template.Fill(kept, Some.Environment.Values).GetRawText().ShouldNotContain("s3cret");
    }

    [Theory]
    [InlineData("addDuration", """{"time": "2026-03-01T08:00:00+01:00", "duration": "P2DT1H"}""", "\"2026-03-03T08:00:00Z\"")]
    [InlineData("addDuration", """{"time": "tomorrow", "duration": "P2D"}""", null)]
    [InlineData("addDuration", """{"time": "9999-12-31T08:00:00Z", "duration": "P2D"}""", null)]
    [InlineData("addDuration", """{"time": null, "duration": "P2D"}""", null)]
    [InlineData("add", """{"one": 0.1, "other": 0.2}""", "0.3")]
    [InlineData("subtract", """{"one": 1, "other": 3}""", "-2")]
    [InlineData("multiply", """{"one": 79228162514264337593543950335, "other": 2}""", null)]
    [InlineData("add", """{"one": "1", "other": 2}""", null)]
    public void A_function_makes_a_value_or_none(string function, string input, string? value) => Functions.Of(function, JsonElement.Parse(input))?.GetRawText().ShouldBe(value);

    [Fact]
    public void Pauses_grow_up_to_a_bound()
    {
        var activity = new Activity(ActivityType.CallWebhook, default, 20, null) { FirstPause = TimeSpan.FromSeconds(10), Factor = 3 };
        new[] { 1, 2, 3 }.Select(attempts => Backoff.After(activity, attempts, 0).TotalSeconds).ShouldBe([10, 30, 90]);
        Backoff.After(activity, 1, 1).TotalSeconds.ShouldBe(11);
        Backoff.After(activity, 20, 0).ShouldBe(Backoff.Longest);
    }
}
