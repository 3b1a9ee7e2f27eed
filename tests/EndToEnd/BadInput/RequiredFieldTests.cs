using System.Text.Json.Nodes;
using FactoryFlow.EndToEnd.Tests.Api;
using Google.Api;
using Google.Protobuf.Reflection;

namespace FactoryFlow.EndToEnd.Tests.BadInput;

/// <summary>What a proto calls REQUIRED is what its call is refused without, by name; so what the API's description says of it is true.</summary>
public sealed class RequiredFieldTests(BadGround bad) : IClassFixture<BadGround>
{
    public static TheoryData<string> WithRequired => [.. Rpc.Public.Where(rpc => rpc.Fields.Any(IsRequired)).Select(rpc => rpc.Name)];

    [Theory]
    [MemberData(nameof(WithRequired))]
    public async Task A_call_without_what_its_proto_requires_is_refused_by_name(string name)
    {
        var rpc = Rpc.Named(name);
        var fields = MinimalCalls.Of(rpc, bad.Ground);
        foreach (var field in rpc.Fields.Where(IsRequired))
        {
            fields.ContainsKey(field.JsonName).ShouldBeTrue($"the smallest call that is fine has no {field.JsonName}");
            var without = (JsonObject)fields.DeepClone();
            without.Remove(field.JsonName);
            (await bad.Refused(rpc, without, caller => rpc.Call(caller, without))).Expect(400, "INVALID_INPUT").Fields.ShouldContain(at => at == field.JsonName || at.StartsWith(field.JsonName + ".", StringComparison.Ordinal));
        }
    }

    private static bool IsRequired(FieldDescriptor field) => field.GetOptions()?.GetExtension(FieldBehaviorExtensions.FieldBehavior)?.Contains(FieldBehavior.Required) == true;
}
