using FactoryFlow.Identity.Permissions;
using FactoryFlow.Platform.Errors;
using static FactoryFlow.Options.V1.Access.Types;

namespace FactoryFlow.Identity.Tests.Permissions;

public sealed class CatalogueTests
{
    [Fact]
    public void It_names_the_calls_that_require_a_permission_and_whom_they_admit()
    {
        var permission = Catalogue.Required.Single(p => p.Permission == "users:update:all");
        permission.Rpcs.ShouldBe(["FactoryAccessService.RemoveFactoryAccess", "FactoryAccessService.SetFactoryAccess", "UserService.SetUserGrants", "UserService.UnlockUser", "UserService.UpdateUser"]);
        permission.Kinds.ShouldBe([Kind.Staff]);
    }

    [Fact]
    public void What_only_the_platforms_people_need_is_not_for_tenants() =>
        Catalogue.Required.Select(p => p.Permission).ShouldNotContain("tenants:create:all");

    [Theory]
    [InlineData("jobs:create:all", true)]
    [InlineData("jobs:*:*", true)]
    [InlineData("*:*:*", true)]
    [InlineData("*:create:*", true)]
    [InlineData("portal:orders:read", true)]
    [InlineData("portal:*:*", true)]
    [InlineData("portal:orders:late", true)]
    [InlineData("jobs:paint:all", false)]
    [InlineData("job:create:all", false)]
    [InlineData("jobs:create:mine", false)]
    [InlineData("portal:kitchen:enter", false)]
    [InlineData("kitchen:*:*", false)]
    [InlineData("plans:create:all", false)]
    public void A_grant_must_be_about_something_that_is_required_or_will_be(string permission, bool isKnown)
    {
        var check = new Check();
        check.Permission("permission", permission);
        check.Holds.ShouldBe(isKnown);
    }

    [Theory]
    [InlineData("job:create:all", "jobs:create:all")]
    [InlineData("jobs:craete:all", "jobs:create:all")]
    [InlineData("paymants:create:all", "payments:create:all")]
    [InlineData("jobs.create", "jobs:create:all")]
    public void A_slip_is_answered_with_what_was_meant(string slip, string meant)
    {
        var check = new Check();
        check.Permissions("permissions", ["jobs:read:all", slip], 5);
        var fault = Should.Throw<Refusal>(check.Done).Faults.Single();
        fault.Field.ShouldBe("permissions[1]");
        fault.Message.ShouldContain($"there are {meant}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("jobs")]
    [InlineData("Jobs:Create:All")]
    [InlineData("jobs:create:all:")]
    [InlineData("jobs:cre*:all")]
    public void What_is_no_permission_is_refused(string text)
    {
        var check = new Check();
        check.Permission("permission", text);
        check.Holds.ShouldBeFalse();
    }

    [Fact]
    public void A_very_long_text_is_refused_as_quickly() => Catalogue.Near(new string('x', 1_000_000)).Count().ShouldBe(3);

    [Fact]
    public void They_are_kept_sorted_and_once() =>
        new Check().Permissions("permissions", ["jobs:read:all", "articles:read:all", "jobs:read:all"], 3).ShouldBe(["articles:read:all", "jobs:read:all"]);
}
