using Google.Rpc;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Tests;

/// <summary>What a refused call carries.</summary>
internal sealed record Refused(StatusCode Status, string Reason, IReadOnlyList<string> Fields)
{
    public static async Task<Refused> Call<T>(AsyncUnaryCall<T> call)
    {
        var e = await Should.ThrowAsync<RpcException>(async () => await call);
        if (e.Trailers.GetValueBytes("grpc-status-details-bin") is not { } details) return new Refused(e.StatusCode, "", []);
        var status = Google.Rpc.Status.Parser.ParseFrom(details);
        var info = status.Details.Single(d => d.Is(ErrorInfo.Descriptor)).Unpack<ErrorInfo>();
        var faults = status.Details.FirstOrDefault(d => d.Is(BadRequest.Descriptor))?.Unpack<BadRequest>().FieldViolations;
        return new Refused(e.StatusCode, info.Type, faults?.Select(f => f.Field).ToList() ?? []);
    }

    /// <summary>Compares status, reason and fields, written one behind the other.</summary>
    public void ShouldBeLike(string expected) =>
        string.Join(' ', Fields.Prepend(Reason).Prepend(Platform.Data.EnumText.Of(Status))).ShouldBe(expected);
}
