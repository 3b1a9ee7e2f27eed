using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using Tenant = FactoryFlow.Tenancy.Tenants.Tenant;

namespace FactoryFlow.Tenancy.Tests.Tenants;

public sealed class TenantTests
{
    public static TheoryData<string, Action<CreateTenantRequest>> Faults => new()
    {
        { "name", t => t.Name = "" },
        { "name", t => t.Name = "Shoe\u0000factory" },
        { "slug", t => t.Slug = "shoe_factory" },
        { "slug", t => t.Slug = "s" },
        { "slug", t => t.Slug = "shoes-" },
        { "plan", t => t.Plan = "" },
        { "currency", t => t.Currency = "" },
        { "currency", t => t.Currency = "eur" },
        { "currency", t => t.Currency = "XXX" },
        { "currency", t => t.Currency = "DEM" },
        { "admin.email", t => t.Admin.Email = "nobody" },
        { "admin.name", t => t.Admin.Name = "" },
        { "admin.password", t => t.Admin.Password = "" },
        { "admin.password", t => t.Admin.Password = new string('x', 11) },
        { "admin.password", t => t.Admin.Password = new string('x', 129) },
    };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    internal void A_fault_is_named_by_its_field(string field, Action<CreateTenantRequest> change)
    {
        var refusal = Should.Throw<Refusal>(() => Tenant.Of(Some.Tenant(change: change)));
        refusal.Reason.ShouldBe(CommonReasons.InvalidInput);
        refusal.Faults.Select(f => f.Field).ShouldBe([field]);
    }

    [Fact]
    public void An_empty_request_hears_of_every_field() =>
        Should.Throw<Refusal>(() => Tenant.Of(new CreateTenantRequest())).Faults.Select(f => f.Field)
            .ShouldBe(["name", "slug", "plan", "currency", "admin.email", "admin.name", "admin.password"]);

    [Fact]
    public void A_refusal_never_repeats_the_password() =>
        Should.Throw<Refusal>(() => Tenant.Of(Some.Tenant(change: t => t.Admin.Password = "tooshort"))).Message.ShouldNotContain("tooshort");

    [Fact]
    public void Blanks_in_a_password_are_part_of_it_and_the_address_is_in_lower_case()
    {
        var (_, admin) = Tenant.Of(Some.Tenant(change: t => t.Admin.Password = "  twelve  12  "));
        (admin.Password, admin.Email).ShouldBe(("  twelve  12  ", "owner@shoes.example"));
    }
}
