using FactoryFlow.Options.V1;
using FactoryFlow.Platform.Auth;

namespace FactoryFlow.Platform.Tests.Auth;

public sealed class RpcAccessTests
{
    [Fact]
    public void Every_RPC_of_our_protos_says_who_may_call_it() =>
        RpcAccess.OfAllProtos.DemandRulesFor(
            from file in RpcAccess.DescriptorsIn(typeof(Access).Assembly)
            from service in file.Services
            from method in service.Methods
            select $"/{service.FullName}/{method.Name}");

    [Fact]
    public void An_RPC_that_says_nothing_keeps_its_process_from_starting()
    {
        var access = Planting.Access(null);
        var refusal = Should.Throw<InvalidOperationException>(() => access.DemandRulesFor([Planting.Path]));
        refusal.Message.ShouldContain(Planting.Path);
    }

    [Fact]
    public void Health_and_reflection_are_open_to_all()
    {
        var health = RpcAccess.OfAllProtos.Find("/grpc.health.v1.Health/Check");
        health.ShouldNotBeNull().IsAnonymous.ShouldBeTrue();
    }

    [Fact]
    public void A_rule_carries_what_the_proto_says()
    {
        var rule = RpcAccess.OfAllProtos.Find("/factoryflow.identity.v1.OwnerService/PrepareOwner").ShouldNotBeNull();
        (rule.IsInternal, rule.IsAnonymous).ShouldBe((true, false));
        rule.Permission.ShouldBe(Permission.Parse("tenants:create:all"));
        Enum.GetValues<Access.Types.Kind>().Where(rule.Admits).ShouldBe([Access.Types.Kind.Platform]);
    }

    [Fact]
    public void Narrower_scopes_follow_the_permission()
    {
        var rule = Rule(new Access { Permission = "jobs:read:all", NarrowerScopes = { "assigned", "own" } });
        rule.Permissions.Select(p => p.ToString()).ShouldBe(["jobs:read:all", "jobs:read:assigned", "jobs:read:own"]);
        rule.Permission.ShouldBe(Permission.Parse("jobs:read:all"));
    }

    [Fact]
    public void Naming_no_kind_means_staff()
    {
        var rule = Rule(new Access { Permission = "jobs:read:all" });
        Enum.GetValues<Access.Types.Kind>().Where(rule.Admits).ShouldBe([Access.Types.Kind.Staff]);
    }

    [Fact]
    public void An_anonymous_RPC_admits_no_kind() =>
        Enum.GetValues<Access.Types.Kind>().Where(Rule(new Access { Anonymous = true }).Admits).ShouldBeEmpty();

    public static TheoryData<string, Access> Nonsense => new()
    {
        { "a wildcard", new Access { Permission = "jobs:*:all" } },
        { "no permission at all", new Access { Permission = "jobs.create" } },
        { "anonymous with a permission", new Access { Anonymous = true, Permission = "jobs:read:all" } },
        { "anonymous with a kind", new Access { Anonymous = true, Kinds = { Access.Types.Kind.Staff } } },
        { "narrower scopes of nothing", new Access { NarrowerScopes = { "own" } } },
        { "a narrower scope that is a wildcard", new Access { Permission = "jobs:read:all", NarrowerScopes = { "*" } } },
        { "a narrower scope that is none", new Access { Permission = "jobs:read:all", NarrowerScopes = { "own:more" } } },
        { "a narrower scope that is the widest", new Access { Permission = "jobs:read:all", NarrowerScopes = { "all" } } },
        { "a narrower scope twice", new Access { Permission = "jobs:read:all", NarrowerScopes = { "own", "own" } } },
        { "a kind that is none", new Access { Kinds = { Access.Types.Kind.Unspecified } } },
    };

    [Theory]
    [MemberData(nameof(Nonsense))]
    public void A_rule_that_makes_no_sense_is_refused(string what, Access access) =>
        Should.Throw<InvalidOperationException>(() => Rule(access), what);

    private static RpcRule Rule(Access access) => Planting.Access(access).Find(Planting.Path).ShouldNotBeNull();
}
