using FactoryFlow.Platform.Data;
using FactoryFlow.Testing;
using FactoryFlow.Workflow.Tests.Activities;
using FactoryFlow.Workflow.Tests.Support;
using FactoryFlow.Workflow.Triggers;
using FactoryFlow.Workflow.V1;

namespace FactoryFlow.Workflow.Tests.Triggers;

/// <summary>How deep a workflow stands is known of what it brings about by calls, and nobody else can say it.</summary>
public sealed class CausesTests(World world)
{
    private static readonly Guid s_tenant = Guid.NewGuid();

    private readonly Bench _bench = new(world);

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void What_was_said_of_a_tenants_workflow_is_read_again_and_for_no_other_tenant(int depth)
    {
        var cause = Desk.Causes.Seal(s_tenant, depth);
        cause.Length.ShouldBeLessThanOrEqualTo(100, "what is longer goes along with nothing");
        (Desk.Causes.DepthOf(s_tenant, cause), Desk.Causes.DepthOf(Guid.NewGuid(), cause)).ShouldBe((depth, null));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("BQAAAA==")]
    [InlineData("not base64 at all!")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Whoever_makes_one_up_has_said_nothing(string? cause) => Desk.Causes.DepthOf(s_tenant, cause).ShouldBeNull();

    [Fact]
    public void What_was_said_under_the_key_before_still_counts()
    {
        var (former, key) = (new byte[32], Enumerable.Repeat((byte)1, 32).ToArray());
        var cause = new Causes(new KeyEncryption(former)).Seal(s_tenant, 3);
        (new Causes(new KeyEncryption(key, former)).DepthOf(s_tenant, cause), new Causes(new KeyEncryption(key)).DepthOf(s_tenant, cause)).ShouldBe((3, null));
    }

    [Fact]
    public async Task What_a_workflow_starts_by_a_call_stands_one_deeper_and_what_five_led_to_starts_none()
    {
        var definition = await _bench.Desk.Publish(Bell.Flow(""));
        var depths = new List<string>();
        for (var depth = 0; depth < Triggering.Deepest; depth++) depths.AddRange(await Depth(await Start(definition, Desk.Causes.Seal(_bench.Tenant, depth))));
        depths.ShouldBe(["1", "2", "3", "4", "5"]);
        (await Desk.Refused(() => Start(definition, Desk.Causes.Seal(_bench.Tenant, Triggering.Deepest)))).Reason.Name.ShouldBe("TRIGGER_LOOP");
        (await Depth(await Start(definition, Desk.Causes.Seal(Guid.NewGuid(), Triggering.Deepest)))).ShouldBe(["0"]);
    }

    private Task<Instance> Start(Definition definition, string cause) => _bench.Desk.Instances.StartInstance(new() { Definition = definition.Id }, _bench.Desk.Call().Because(cause)).InTime();

    private Task<List<string>> Depth(Instance instance) => world.Look("select trigger_depth::text from instances where tenant_id = $1 and id = $2", _bench.Tenant, Guid.Parse(instance.Id));
}
