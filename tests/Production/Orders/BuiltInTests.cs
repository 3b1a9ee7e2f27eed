using FactoryFlow.Platform.Auth;
using FactoryFlow.Production.OrderFlows;
using FactoryFlow.Production.Orders;
using FactoryFlow.Production.QualityGates;
using FactoryFlow.Production.V1;
using static FactoryFlow.Options.V1.Access.Types;

namespace FactoryFlow.Production.Tests.Orders;

public sealed class BuiltInTests
{
    [Theory]
    [InlineData("DRAFT", "", false, "CONFIRMED CANCELLED")]
    [InlineData("DRAFT", "", true, "CONFIRMED CANCELLED")]
    [InlineData("DRAFT", "express", false, "CONFIRMED CANCELLED")]
    [InlineData("DRAFT", "express", true, "CONFIRMED CANCELLED IN_PRODUCTION")]
    [InlineData("CONFIRMED", "assembly qa", false, "IN_PRODUCTION ON_HOLD CANCELLED")]
    [InlineData("IN_PRODUCTION", "", false, "READY ON_HOLD CANCELLED")]
    [InlineData("IN_PRODUCTION", "assembly", false, "ASSEMBLY ON_HOLD CANCELLED")]
    [InlineData("IN_PRODUCTION", "qa", false, "QA ON_HOLD CANCELLED")]
    [InlineData("IN_PRODUCTION", "assembly qa", false, "ASSEMBLY ON_HOLD CANCELLED")]
    [InlineData("ASSEMBLY", "assembly", false, "READY")]
    [InlineData("ASSEMBLY", "assembly qa", false, "QA")]
    [InlineData("ASSEMBLY", "assembly qa express", true, "QA READY")]
    [InlineData("ASSEMBLY", "", false, "READY")]
    [InlineData("QA", "", false, "READY IN_PRODUCTION")]
    [InlineData("QA", "assembly qa", false, "READY IN_PRODUCTION")]
    [InlineData("ON_HOLD", "", false, "CONFIRMED IN_PRODUCTION CANCELLED")]
    [InlineData("READY", "", false, "SHIPPED")]
    [InlineData("SHIPPED", "", false, "DELIVERED")]
    [InlineData("DELIVERED", "assembly qa express", true, "")]
    [InlineData("CANCELLED", "assembly qa express", true, "")]
    public void The_built_in_flow_leads_past_what_is_switched_off(string status, string flags, bool isExpress, string leadsTo)
    {
        var features = Features.On(BuiltIn.Default, Flags(flags));
        var guard = new Guard(Some(status, isExpress), Anybody, features, Passed);
        var ways = BuiltIn.Default.Transitions.Where(way => !guard.Obstacles(way).Any());
        string.Join(' ', ways.Select(way => way.To)).ShouldBe(leadsTo);
    }

    [Fact]
    public void An_order_is_never_stranded_by_what_is_switched_on_or_off()
    {
        string[] ends = ["DELIVERED", "CANCELLED"];
        foreach (var status in FlowInForce.Statuses(BuiltIn.Default).Except(ends))
            foreach (var flags in new[] { "", "assembly", "qa", "express", "assembly qa", "assembly qa express" })
            {
                var guard = new Guard(Some(status), Anybody, Features.On(BuiltIn.Default, Flags(flags)), Passed);
                BuiltIn.Default.Transitions.Any(way => !guard.Obstacles(way).Any()).ShouldBeTrue($"{status} with {flags}");
            }
    }

    [Fact]
    public void The_built_in_flows_hold_to_the_rules_of_flows()
    {
        foreach (var flow in BuiltIn.Categories.Values.Select(c => c.Flow).Append(BuiltIn.Default))
        {
            var check = new Platform.Errors.Check();
            new FlowRules(check, [AssemblyComplete.Called, QaPass.Called]).Check(flow);
            check.Done();
        }
    }

    [Theory]
    [InlineData("qa", true, true)]
    [InlineData("qa", false, false)]
    [InlineData("", true, false)]
    public void A_flow_switches_off_what_the_flag_switches_on_and_never_the_other_way_round(string flags, bool inFlow, bool isOn) =>
        Features.On(new OrderFlow { Features = { ["qa"] = inFlow } }, Flags(flags)).Contains("qa").ShouldBe(isOn);

    private static Caller Anybody => new() { Subject = Guid.Empty, TenantId = Guid.Empty, Kind = Kind.Staff, SessionId = Guid.Empty };

    private static Dictionary<string, QualityGateResult> Passed => new[] { AssemblyComplete.Called, QaPass.Called }.ToDictionary(gate => gate, gate => new QualityGateResult { Gate = gate, IsPassed = true });

    private static Dictionary<string, bool> Flags(string names) => names.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToDictionary(name => name, _ => true);

    private static OrderRow Some(string status, bool isExpress = false) => new(
        Guid.Empty, 1, "", null, status, null, Tests.Jobs.Some.Now, 1, null, isExpress, "", "{}", 1, Tests.Jobs.Some.Now);
}
