using FactoryFlow.Production.Tests.Support;
using FactoryFlow.Testing;

namespace FactoryFlow.Production.Tests.Orders;

/// <summary>What workflow hears of an order's gates.</summary>
public sealed class AskQualityGatesTests(World world)
{
    private const string NoJob = "no job belongs to the order. Create a job that names the order, or have the gate disabled in the order flow.";

    [Fact]
    public async Task Each_gate_that_is_named_answers_once_with_what_would_clear_it()
    {
        var desk = await OrderDesk.Open(world, "assembly", "qa");
        var order = await desk.Order();
        (await Ask(desk, order.Id, "qaPass", "assemblyComplete", "qaPass")).ShouldBe(["assemblyComplete: " + NoJob, "qaPass: " + NoJob]);
        await desk.Job(order, ["Cutting", "QA"], "Cutting");
        (await Ask(desk, order.Id, "assemblyComplete", "qaPass", "moonPhase")).ShouldBe(
        [
            "assemblyComplete",
            "moonPhase: nobody knows the gate. Have the gate taken out of the definition, or ask the platform's operator for a version that knows it.",
            "qaPass: QA of job 1 is not completed. See to it in the job, then try again.",
        ]);
    }

    [Fact]
    public async Task One_whose_feature_is_off_is_in_nobodys_way_as_with_the_order_itself()
    {
        var desk = await OrderDesk.Open(world, "assembly");
        var order = await desk.Order();
        (await Ask(desk, order.Id, "assemblyComplete", "qaPass")).ShouldBe(["assemblyComplete: " + NoJob, "qaPass"]);
    }

    [Fact]
    public async Task Another_tenants_order_is_none_and_another_tenant_is_not_asked_for()
    {
        var (desk, other) = (await OrderDesk.Open(world, "qa"), await OrderDesk.Open(world, "qa"));
        var order = await other.Order();
        (await Floor.Outcome(() => Ask(desk, order.Id, "qaPass"))).ShouldBe("ORDER_NOT_FOUND");
        (await Floor.Outcome(() => desk.QualityGates.AskQualityGates(new() { TenantId = other.Floor.Tenant.ToString(), OrderId = order.Id, Gates = { "qaPass" } }, desk.Call()))).ShouldBe("PERMISSION_MISSING");
        (await Floor.Outcome(() => Ask(desk, "everything", "qaPass"))).ShouldBe("INVALID_INPUT");
    }

    private static async Task<List<string>> Ask(OrderDesk desk, string order, params string[] gates)
    {
        var response = await desk.QualityGates.AskQualityGates(new() { TenantId = desk.Floor.Tenant.ToString(), OrderId = order, Gates = { gates } }, desk.Call()).InTime();
        return [.. response.Answers.Select(a => string.Join(": ", a.Failings.Select(f => $"{f.Message}. {f.Remedy}").Prepend(a.Gate)))];
    }
}
