using FactoryFlow.Platform.Errors;
using Google.Rpc;

namespace FactoryFlow.Platform.Tests.Errors;

public sealed class RoomTests
{
    [Theory]
    [InlineData('\u4e2d')]
    [InlineData('x')]
    [InlineData('%')]
    public void A_whole_refusal_has_less_than_7_KB(char letter)
    {
        var check = new Check();
        for (var i = 0; i < 60; i++) check.Fault($"step_rates[{new string(letter, 300)}]", new string(letter, 300));
        var refusal = Should.Throw<Refusal>(check.Done);
        foreach (var sent in new[] { refusal, refusal.Reason.Refuse(new string(letter, 100_000), refusal.Faults), refusal.Reason.Refuse(new string(letter, 100_000), new string(letter, 100_000)) })
        {
            var rpc = RefusalInterceptor.ToRpc(sent);
            // As gRPC encodes it: what is not printable ASCII, and the percent sign, take three characters a byte.
            var encoded = System.Text.Encoding.UTF8.GetBytes(rpc.Status.Detail).Sum(b => b is >= 0x20 and <= 0x7e and not (byte)'%' ? 1 : 3);
            (encoded + (rpc.Trailers.Single().ValueBytes.Length * 4 / 3)).ShouldBeLessThan(7_000);
        }

        refusal.Message.ShouldEndWith("; and 49 more");
        Violations(refusal)[^1].Description.ShouldStartWith("is at fault as well, and so are ");
    }

    [Fact]
    public void Of_a_usual_refusal_everything_is_said()
    {
        var check = new Check();
        for (var i = 0; i < 20; i++) check.Fault($"quantities[{i}]", "must be 1 to 1000");
        var refusal = Should.Throw<Refusal>(check.Done);
        refusal.Message.ShouldBe(string.Join("; ", Enumerable.Range(0, 20).Select(i => $"quantities[{i}] must be 1 to 1000")));
        Violations(refusal).Select(v => (v.Field, v.Description)).ShouldBe(refusal.Faults.Select(f => (f.Field, f.Message)));
    }

    private static IReadOnlyList<BadRequest.Types.FieldViolation> Violations(Refusal refusal) =>
        refusal.ToStatus().Details.Single(d => d.Is(BadRequest.Descriptor)).Unpack<BadRequest>().FieldViolations;
}
