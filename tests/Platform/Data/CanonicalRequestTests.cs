using FactoryFlow.Platform.Data;
using FactoryFlow.Production.V1;
using FactoryFlow.Tenancy.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace FactoryFlow.Platform.Tests.Data;

public sealed class CanonicalRequestTests
{
    [Fact]
    public void The_order_of_map_entries_makes_no_difference() => Bytes(Job("38", "39")).ShouldBe(Bytes(Job("39", "38")));

    [Fact]
    public void The_order_of_a_nested_map_makes_no_difference()
    {
        var one = new CreateJobRequest { Attributes = Struct.Parser.ParseJson("""{"a": {"x": 1, "y": 2}, "b": 3}""") };
        var other = new CreateJobRequest { Attributes = Struct.Parser.ParseJson("""{"b": 3, "a": {"y": 2, "x": 1}}""") };
        Bytes(one).ShouldBe(Bytes(other));
    }

    [Fact]
    public void Another_value_makes_a_difference()
    {
        var other = Job("38", "39");
        other.Quantities["39"] = 7;
        Bytes(Job("38", "39")).ShouldNotBe(Bytes(other));
    }

    [Fact]
    public void A_secret_leaves_no_trace()
    {
        var request = new CreateTenantRequest { Slug = "s", Admin = new TenantAdmin { Email = "a@b.c", Password = "one password" } };
        var other = request.Clone();
        other.Admin.Password = "another password";
        Bytes(request).ShouldBe(Bytes(other));
        request.Admin.Password.ShouldBe("one password", "the request itself stays as it is");
    }

    [Fact]
    public void An_answer_has_its_maps_in_order_and_keeps_its_secrets()
    {
        var answer = new CreateTenantRequest { Slug = "s", Admin = new TenantAdmin { Password = "one password" } };
        CanonicalRequest.InOrder(answer).Admin.Password.ShouldBe("one password");
        CanonicalRequest.InOrder(Job("39", "38")).Quantities.Keys.ShouldBe(["38", "39"]);
    }

    private static CreateJobRequest Job(params string[] sizes)
    {
        var job = new CreateJobRequest { ArticleId = "a" };
        foreach (var size in sizes) job.Quantities[size] = 1;
        return job;
    }

    private static byte[] Bytes(IMessage request) => CanonicalRequest.Of(request).ToByteArray();
}
