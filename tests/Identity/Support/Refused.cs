using Google.Rpc;
using Grpc.Core;

namespace FactoryFlow.Identity.Tests.Support;

/// <summary>A refusal as a client sees it.</summary>
internal sealed record Refused(StatusCode Status, string Reason, string Message, IReadOnlyList<string> Fields)
{
    /// <summary>Awaits a call that must be refused.</summary>
    public static async Task<Refused> By(Func<Task> call) => Of(await Should.ThrowAsync<RpcException>(call));

    public static Refused Of(RpcException e)
    {
        var status = Google.Rpc.Status.Parser.ParseFrom(e.Trailers.GetValueBytes("grpc-status-details-bin"));
        // The reason; its field was still called `type` when the package was made.
        var info = status.Details.Single(d => d.Is(ErrorInfo.Descriptor)).Unpack<ErrorInfo>();
        var fields = status.Details.Where(d => d.Is(BadRequest.Descriptor)).SelectMany(d => d.Unpack<BadRequest>().FieldViolations).Select(v => v.Field);
        return new Refused(e.StatusCode, info.Type, e.Status.Detail, [.. fields]);
    }

    public void ShouldSay(StatusCode status, string reason) => (Status, Reason).ShouldBe((status, reason));
}
