using Google.Rpc;
using Grpc.Core;

namespace FactoryFlow.Identity.Tests.Support;

/// <summary>A refusal as a client sees it.</summary>
internal sealed record Refused(StatusCode Status, string Reason, string Message, IReadOnlyList<string> Fields, TimeSpan? RetryAfter)
{
    /// <summary>Awaits a call that must be refused.</summary>
    public static async Task<Refused> By(Func<Task> call) => Of(await Should.ThrowAsync<RpcException>(call));

    public static Refused Of(RpcException e)
    {
        var status = Google.Rpc.Status.Parser.ParseFrom(e.Trailers.GetValueBytes("grpc-status-details-bin"));
        // The reason; its field was still called `type` when the package was made.
        var info = status.Details.Single(d => d.Is(ErrorInfo.Descriptor)).Unpack<ErrorInfo>();
        var fields = status.Details.Where(d => d.Is(BadRequest.Descriptor)).SelectMany(d => d.Unpack<BadRequest>().FieldViolations).Select(v => v.Field);
        var retry = status.Details.SingleOrDefault(d => d.Is(RetryInfo.Descriptor))?.Unpack<RetryInfo>().RetryDelay.ToTimeSpan();
        return new Refused(e.StatusCode, info.Type, e.Status.Detail, [.. fields], retry);
    }

    /// <summary>The first field that is named; null when none is.</summary>
    public string? Field => Fields.Count > 0 ? Fields[0] : null;

    public void ShouldSay(StatusCode status, string reason) => (Status, Reason).ShouldBe((status, reason));
}
