using System.Text.Json.Nodes;
using FactoryFlow.Events;
using FactoryFlow.Events.Production;
using FactoryFlow.Platform.Messages;

namespace FactoryFlow.Platform.Tests.Events;

/// <summary>
/// What is on the bus outlives the program that wrote it. Each fact has a file as it once was: a field that is removed, renamed
/// or newly required fails here. A new field is added to the file as an optional one.
/// </summary>
public sealed class GoldenFileTests
{
    public static TheoryData<string> EachFact => [.. typeof(IFact).Assembly.GetTypes().Where(t => t.IsClass && t.IsAssignableTo(typeof(IFact))).Select(t => t.FullName!)];

    [Theory]
    [MemberData(nameof(EachFact))]
    public void A_fact_is_written_as_its_file_says(string type) =>
        JsonNode.DeepEquals(JsonNode.Parse(FactJson.Write(FactJson.Read(type, Golden(type)))), JsonNode.Parse(Golden(type))).ShouldBeTrue(type);

    [Theory]
    [MemberData(nameof(EachFact))]
    public void A_file_leaves_nothing_out(string type) =>
        JsonNode.Parse(Golden(type))!.AsObject().Where(p => p.Value is null).Select(p => p.Key).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(EachFact))]
    public void A_fact_that_lost_a_field_is_noticed(string type)
    {
        var planted = JsonNode.Parse(Golden(type))!.AsObject();
        planted["fieldOfYesterday"] = 1;
        JsonNode.DeepEquals(JsonNode.Parse(FactJson.Write(FactJson.Read(type, planted.ToJsonString()))), planted).ShouldBeFalse();
    }

    [Fact]
    public void A_fact_that_was_written_before_a_field_was_added_is_still_read()
    {
        const string Type = "FactoryFlow.Events.Production.JobStepCompleted";
        var fact = (JobStepCompleted)FactJson.Read(Type, File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Events", "Old", "Production.JobStepCompleted.json")));
        (fact.ReportId, fact.Shares, fact.WorkTime, fact.Rate).ShouldBe((null, null, null, 0.125m));
    }

    [Fact]
    public void A_type_that_nobody_knows_is_not_read() => Should.Throw<System.Text.Json.JsonException>(() => FactJson.Read("FactoryFlow.Events.Tomorrow", "{}"));

    private static string Golden(string type) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Events", type["FactoryFlow.Events.".Length..] + ".json"));
}
