using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Google.Protobuf.WellKnownTypes;

namespace FactoryFlow.Platform.Tests.Data;

public sealed class UpdateMaskTests
{
    private static readonly string[] s_editable = ["name", "permissions"];

    [Fact]
    public void Without_one_what_is_given_changes() =>
        Changed(new UpdateRoleRequest { RoleId = "x", Name = "", Permissions = { "a:b:c" } }).ShouldBe(["name", "permissions"]);

    [Fact]
    public void Without_one_what_is_not_given_stays() => Changed(new UpdateRoleRequest { RoleId = "x", Etag = "1" }).ShouldBeEmpty();

    [Fact]
    public void With_one_only_what_it_names_changes_given_or_not() =>
        Changed(new UpdateRoleRequest { Name = "x", UpdateMask = FieldMask.FromString("permissions") }).ShouldBe(["permissions"]);

    [Theory]
    [InlineData("role_id")]
    [InlineData("etag")]
    [InlineData("name,nonsense")]
    public void A_name_that_is_not_editable_is_a_fault(string mask)
    {
        var check = new Check();
        UpdateMask.Of(check, new UpdateRoleRequest { UpdateMask = new FieldMask { Paths = { mask.Split(',') } } }, s_editable);
        Should.Throw<Refusal>(check.Done).Faults.Single().Field.ShouldBe("update_mask");
    }

    private static IEnumerable<string> Changed(UpdateRoleRequest request)
    {
        var check = new Check();
        var mask = UpdateMask.Of(check, request, s_editable);
        check.Done();
        return s_editable.Where(mask.Has);
    }
}
