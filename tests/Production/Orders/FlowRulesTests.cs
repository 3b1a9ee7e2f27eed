using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.OrderFlows;
using FactoryFlow.Production.QualityGates;
using FactoryFlow.Production.V1;
using Google.Protobuf;

namespace FactoryFlow.Production.Tests.Orders;

public sealed class FlowRulesTests
{
    private const string Way = """{"from": "A", "to": "B"}""";

    [Theory]
    [InlineData("{}", "flow.initial_status flow.transitions")]
    [InlineData("""{"initialStatus": "a", "transitions": [{"from": "A B", "to": ""}]}""", "flow.initial_status flow.transitions[0].from flow.transitions[0].to flow.transitions[0].from")]
    [InlineData("""{"initialStatus": "A", "transitions": [{"from": "A", "to": "A"}]}""", "flow.transitions[0].to")]
    [InlineData("""{"initialStatus": "A", "transitions": [{"from": "A", "to": "B"}, {"from": "C", "to": "B"}]}""", "flow.transitions[1].from")]
    [InlineData("""{"initialStatus": "C", "transitions": [{"from": "A", "to": "B"}]}""", "flow.transitions[0].from")]
    [InlineData("""{"initialStatus": "A", "transitions": [{"from": "A", "to": "B", "roles": [" "]}]}""", "flow.transitions[0].roles[0]")]
    [InlineData("""{"initialStatus": "A", "transitions": [{"from": "A", "to": "B", "permissions": ["orders:ship:all", "orders:*:all", "ship"]}]}""", "flow.transitions[0].permissions[1] flow.transitions[0].permissions[2]")]
    [InlineData("""{"initialStatus": "A", "transitions": [{"from": "A", "to": "B", "gates": ["qaPass", "weighed"]}]}""", "flow.transitions[0].gates[1]")]
    [InlineData("""{"initialStatus": "A", "transitions": [{"from": "A", "to": "B", "features": ["qa", "speed"], "withoutFeatures": ["qa"]}]}""", "flow.transitions[0].features[1] flow.transitions[0].without_features[0]")]
    [InlineData("""{"initialStatus": "A", "transitions": [{"from": "A", "to": "B", "notifications": [{"recipient": "", "template": "Ready!"}]}]}""", "flow.transitions[0].notifications[0].channel flow.transitions[0].notifications[0].recipient flow.transitions[0].notifications[0].template")]
    [InlineData("""{"initialStatus": "A", "transitions": [{"from": "A", "to": "B"}], "qualityGates": {"weighed": {"steps": [""]}}}""", "flow.quality_gates[weighed] flow.quality_gates[weighed].steps[0]")]
    [InlineData("""{"initialStatus": "A", "transitions": [{"from": "A", "to": "B"}], "qualityGates": {"qaPass": {"maxOpenRejects": -1}, "assemblyComplete": {"maxOpenRejects": 1}}}""", "flow.quality_gates[assemblyComplete].max_open_rejects flow.quality_gates[qaPass].max_open_rejects")]
    [InlineData("""{"initialStatus": "A", "transitions": [{"from": "A", "to": "B"}], "features": {"speed": true}}""", "flow.features[speed]")]
    public void Every_fault_of_a_flow_is_named_with_its_place(string json, string fields) => Faults(json).Order(StringComparer.Ordinal).ShouldBe(fields.Split(' ').Order(StringComparer.Ordinal));

    [Fact]
    public void A_flow_that_uses_everything_is_fine() => Faults("""
        {"initialStatus": "A", "features": {"express": false}, "qualityGates": {"qaPass": {"steps": ["Inspection"], "maxOpenRejects": 2}, "assemblyComplete": {"isDisabled": true}},
         "transitions": [{"from": "A", "to": "B", "roles": ["supervisor"], "permissions": ["orders:ship:all"], "gates": ["qaPass"], "features": ["qa"], "withoutFeatures": ["assembly"],
            "isExpressOnly": true, "requiresNotes": true, "notifications": [{"channel": "SMS", "recipient": "CUSTOMER", "template": "order.ready"}]}]}
        """).ShouldBeEmpty();

    [Fact]
    public void A_flow_of_too_many_ways_is_not_looked_into() =>
        Faults($$"""{"initialStatus": "A", "transitions": [{{string.Join(',', Enumerable.Repeat(Way, 201))}}]}""").ShouldBe(["flow.transitions"]);

    private static List<string> Faults(string json)
    {
        var check = new Check();
        new FlowRules(check, [AssemblyComplete.Called, QaPass.Called]).Check(JsonParser.Default.Parse<OrderFlow>(json));
        try
        {
            check.Done();
            return [];
        }
        catch (Refusal refusal)
        {
            return [.. refusal.Faults.Select(fault => fault.Field)];
        }
    }
}
