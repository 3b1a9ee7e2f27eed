using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace FactoryFlow.Platform.Tests.Errors;

public sealed class StructsTests
{
    [Fact]
    public void What_cannot_be_written_as_JSON_is_a_fault_with_its_place()
    {
        Faults(new() { Fields = { [""] = Value.ForNull() } }).ShouldBe([("f", "has a name that is empty")]);
        Faults(new() { Fields = { ["a"] = Value.ForList(new Value()) } }).ShouldBe([("f[a][0]", "has no value; null is one")]);
        Faults(new() { Fields = { ["a"] = Value.ForNumber(double.NaN) } }).ShouldBe([("f[a]", "must be a number")]);
        Faults(FreeJson.Read(Nested(Structs.Deepest + 1))).Single().Message.ShouldBe("is nested deeper than 24 levels");
        Faults(FreeJson.Read(Nested(Structs.Deepest))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"": {"": [1, {"": 2}]}}""")]
    [InlineData("""{"n": 1e400, "null": null, "list": [true, "x", 0.5]}""")]
    [InlineData(null)]
    public void Whatever_was_stored_can_be_sent(string? json)
    {
        var read = FreeJson.Read(json ?? Nested(2_000));
        var message = new ListValue { Values = { Value.ForStruct(read) } };
        ListValue.Parser.ParseFrom(message.ToByteArray()).ShouldBe(message);
        JsonFormatter.Default.Format(message).Length.ShouldBeGreaterThan(10);
    }

    private static string Nested(int levels) => string.Concat(Enumerable.Repeat("{\"a\":", levels - 1)) + "{}" + new string('}', levels - 1);

    private static IReadOnlyList<(string Field, string Message)> Faults(Struct given)
    {
        var check = new Check();
        check.Free("f", given).ShouldBe(check.Holds);
        return check.Holds ? [] : [.. Should.Throw<Refusal>(check.Done).Faults.Select(f => (f.Field, f.Message))];
    }
}
