using FactoryFlow.Identity.Tests.Support;
using FactoryFlow.Identity.V1;
using Grpc.Core;
using static FactoryFlow.Options.V1.Access.Types;

namespace FactoryFlow.Identity.Tests.Users;

public sealed class FindStaffTests(IdentityFixture fixture)
{
    private readonly IdentityServer _server = fixture.Server;

    [Fact]
    public async Task Staff_are_found_by_their_id_and_by_their_address_and_nobody_else_is()
    {
        var owner = await _server.OpenAsOwner();
        var (staff, customer) = (await owner.Create(), await owner.Create(kind: Kind.Customer));
        (await Find(owner, r => r.UserId = staff.Id)).ShouldBe(staff.Id);
        (await Find(owner, r => r.Email = staff.Email.ToUpperInvariant())).ShouldBe(staff.Id);
        foreach (var spoil in new Action<FindStaffRequest>[] { r => r.UserId = customer.Id, r => r.Email = customer.Email, r => r.UserId = Guid.NewGuid().ToString(), r => r.Email = "nobody@factory.example" })
            (await Refused.By(() => Find(owner, spoil))).ShouldSay(StatusCode.NotFound, "USER_NOT_FOUND");
    }

    [Fact]
    public async Task Nobody_asks_about_another_tenant()
    {
        var (owner, other) = (await _server.OpenAsOwner(), await _server.OpenAsOwner());
        (await Refused.By(() => Find(owner, r => (r.TenantId, r.UserId) = (other.Factory.TenantId.ToString(), other.Id)))).ShouldSay(StatusCode.PermissionDenied, "PERMISSION_MISSING");
        (await Refused.By(() => Find(owner, r => r.UserId = other.Id))).ShouldSay(StatusCode.NotFound, "USER_NOT_FOUND");
    }

    [Fact]
    public async Task One_of_the_two_is_given()
    {
        var owner = await _server.OpenAsOwner();
        (await Refused.By(() => Find(owner, _ => { }))).Field.ShouldBe("email");
        (await Refused.By(() => Find(owner, r => (r.UserId, r.Email) = (owner.Id, "owner@factory.example")))).Field.ShouldBe("email");
        (await Refused.By(() => Find(owner, r => r.UserId = "x"))).Field.ShouldBe("user_id");
    }

    private async Task<string> Find(Person caller, Action<FindStaffRequest> ask)
    {
        var request = new FindStaffRequest { TenantId = caller.Factory.TenantId.ToString() };
        ask(request);
        return (await _server.Users.FindStaffAsync(request, caller.Headers)).UserId;
    }
}
