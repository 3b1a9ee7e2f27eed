using System.Text.Json.Nodes;
using FactoryFlow.Platform.Data;
using FactoryFlow.Tenancy.V1;
using Google.Protobuf;

namespace FactoryFlow.Platform.Tests.Data;

public sealed class ChangesTests
{
    private static readonly Plan Small = new() { Slug = "small", Name = "Small", Limits = new PlanLimits { MaxUsers = 5, MaxWorkers = 20 } };

    public static TheoryData<string, IMessage?, IMessage?, string> Table => new()
    {
        { "a field", Small, With(p => p.Name = "Smaller"), """{"before":{"name":"Small"},"after":{"name":"Smaller"}}""" },
        { "a field within a field", Small, With(p => p.Limits.MaxUsers = 0), """{"before":{"limits":{"maxUsers":5}},"after":{"limits":{"maxUsers":0}}}""" },
        { "a field that comes", Small, With(p => p.RateLimits = new PlanRateLimits { RequestsPerMinute = 60 }), """{"before":{},"after":{"rateLimits":{"requestsPerMinute":60}}}""" },
        { "nothing", Small, Small.Clone(), """{"before":{},"after":{}}""" },
        { "a creation", null, new Plan { Slug = "small" }, """{"before":null,"after":{"slug":"small"}}""" },
        { "a deletion", new Plan { Slug = "small" }, null, """{"before":{"slug":"small"},"after":null}""" },
        { "a list", new TenantConfig { SizeRange = { "38", "39" } }, new TenantConfig { SizeRange = { "38" } }, """{"before":{"sizeRange":["38","39"]},"after":{"sizeRange":["38"]}}""" },
        { "a secret", Tenant("one password"), Tenant("another password"), """{"before":{},"after":{}}""" },
        { "a secret that comes", null, Tenant("one password"), """{"before":null,"after":{"admin":{"email":"a@b.c"}}}""" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Only_what_differs_is_told(string what, IMessage? before, IMessage? after, string told) =>
        JsonNode.DeepEquals(JsonNode.Parse(Changes.Between(before, after).Text!), JsonNode.Parse(told)).ShouldBeTrue(what + ": " + Changes.Between(before, after).Text);

    [Fact]
    public void The_messages_stay_as_they_are()
    {
        var tenant = Tenant("one password");
        Changes.Between(tenant, Tenant("another password"));
        tenant.Admin.Password.ShouldBe("one password");
    }

    private static CreateTenantRequest Tenant(string password) => new() { Admin = new TenantAdmin { Email = "a@b.c", Password = password } };

    private static Plan With(Action<Plan> change)
    {
        var plan = Small.Clone();
        change(plan);
        return plan;
    }
}
