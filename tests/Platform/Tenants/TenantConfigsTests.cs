using FactoryFlow.Events.Tenancy;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Platform.Tenants;
using FactoryFlow.Platform.Tests.Support;
using FactoryFlow.Tenancy.V1;
using FactoryFlow.Testing;
using Grpc.Core;

namespace FactoryFlow.Platform.Tests.Tenants;

public sealed class TenantConfigsTests(World world)
{
    private readonly Guid _tenant = Guid.CreateVersion7();

    [Fact]
    public async Task A_configuration_that_was_heard_of_is_known_while_tenancy_is_down()
    {
        var heard = DateTimeOffset.UtcNow.AddHours(-1);
        await Hear(heard, 2);
        var known = await Known();
        (known.Config.Version, known.Config.SizeRange.Single()).ShouldBe((2, "size 2"));
        known.OldSince!.Value.ShouldBe(heard, TimeSpan.FromMilliseconds(1));
    }

    [Theory]
    [InlineData(2, 3, 1)]
    [InlineData(3, 3, 2)]
    public async Task Of_all_that_was_heard_the_newest_holds(params int[] versions)
    {
        foreach (var version in versions) await Hear(DateTimeOffset.UtcNow, version);
        (await Known()).Config.SizeRange.ShouldBe(["size 3"]);
    }

    [Fact]
    public async Task What_was_heard_more_than_a_day_ago_is_too_old()
    {
        await Hear(DateTimeOffset.UtcNow.AddHours(-25), 2);
        (await Should.ThrowAsync<Refusal>(Known)).Reason.ShouldBe(CommonReasons.TenantConfigTooOld);
    }

    [Fact]
    public async Task A_configuration_that_was_never_heard_of_is_not_known() => (await Should.ThrowAsync<Refusal>(Known)).Reason.ShouldBe(CommonReasons.Unavailable);

    [Fact]
    public async Task An_answer_of_tenancys_makes_the_copy_young_again()
    {
        await Hear(DateTimeOffset.UtcNow.AddHours(-25), 2);
        (await Known(Config(2))).OldSince.ShouldBeNull();
        (await Known()).OldSince!.Value.ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task A_copy_is_not_put_back_by_an_answer_that_was_overtaken()
    {
        await Hear(DateTimeOffset.UtcNow, 3);
        await Known(Config(2));
        (await Known()).Config.Version.ShouldBe(3);
    }

    private static TenantConfig Config(int version) => new() { Version = version, SizeRange = { $"size {version}" } };

    private Task<KnownTenantConfig> Known() => Known(null);

    private Task<KnownTenantConfig> Known(TenantConfig? answer) => world.Db.As(
        _tenant, tx => new TenantConfigs(new Tenancy(answer), TimeProvider.System, world.Service.Log.For<TenantConfigs>()).Current(tx, CancellationToken.None), CancellationToken.None).InTime();

    private Task Hear(DateTimeOffset time, int version)
    {
        var fact = new TenantConfigChanged
        {
            EventId = Guid.CreateVersion7(), TenantId = _tenant, OccurredAt = time, Version = version,
            Config = $$"""{"version":{{version}},"sizeRange":["size {{version}}"],"fieldOfTomorrow":1}""",
        };
        return world.Db.Handle(KeepOnTenantConfigChanged.Name, [fact], new KeepOnTenantConfigChanged().Plan, Limit.Soon()).InTime();
    }

    private sealed class Tenancy(TenantConfig? answer) : TenantConfigService.TenantConfigServiceClient
    {
        public override AsyncUnaryCall<TenantConfig> GetTenantConfigAsync(GetTenantConfigRequest request, Metadata? headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default) =>
            new(
                answer is null ? Task.FromException<TenantConfig>(new RpcException(new Grpc.Core.Status(StatusCode.Unavailable, "as the test wants it"))) : Task.FromResult(answer),
                Task.FromResult<Metadata>([]), () => Grpc.Core.Status.DefaultSuccess, () => [], () => { });
    }
}
