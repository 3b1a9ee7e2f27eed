using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using Microsoft.Extensions.Configuration;
using ReservedSlugs = FactoryFlow.Tenancy.Tenants.ReservedSlugs;
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
        { "slug", t => t.Slug = "www" },
        { "slug", t => t.Slug = "api" },
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
        var refusal = Should.Throw<Refusal>(() => Tenant.Of(Some.Tenant(change: change), ReservedSlugs.Usual));
        refusal.Reason.ShouldBe(CommonReasons.InvalidInput);
        refusal.Faults.Select(f => f.Field).ShouldBe([field]);
    }

    [Fact]
    public void An_empty_request_hears_of_every_field() =>
        Should.Throw<Refusal>(() => Tenant.Of(new CreateTenantRequest(), ReservedSlugs.Usual)).Faults.Select(f => f.Field)
            .ShouldBe(["name", "slug", "plan", "currency", "admin.email", "admin.name", "admin.password"]);

    [Theory]
    [InlineData(null, "www", true)]
    [InlineData(null, "shop", false)]
    [InlineData("shop, ours", "ours", true)]
    [InlineData("shop, ours", "www", false)]
    [InlineData("", "www", false)]
    public void The_configuration_says_which_slugs_are_reserved(string? configured, string slug, bool isReserved) =>
        ReservedSlugs.From(new ConfigurationBuilder().AddInMemoryCollection([new("Tenancy:ReservedSlugs", configured)]).Build()).Slugs.Contains(slug).ShouldBe(isReserved);

    [Fact]
    public void A_refusal_never_repeats_the_password() =>
        Should.Throw<Refusal>(() => Tenant.Of(Some.Tenant(change: t => t.Admin.Password = "tooshort"), ReservedSlugs.Usual)).Message.ShouldNotContain("tooshort");

    [Fact]
    public void Blanks_in_a_password_are_part_of_it_and_the_address_is_in_lower_case()
    {
        var (_, admin) = Tenant.Of(Some.Tenant(change: t => t.Admin.Password = "  twelve  12  "), ReservedSlugs.Usual);
        (admin.Password, admin.Email).ShouldBe(("  twelve  12  ", "owner@shoes.example"));
    }
}
