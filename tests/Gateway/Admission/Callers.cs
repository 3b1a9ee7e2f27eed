using FactoryFlow.Trial.V1;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace FactoryFlow.Gateway.Tests.Admission;

/// <summary>The same call over JSON and over gRPC.</summary>
internal static class Callers
{
    /// <summary>Calls what only signed-in callers may; says the status and the reason when it is refused, and nothing otherwise.</summary>
    public static async Task<string> Private(this RunningGateway gateway, string? token, params (string, string)[] headers)
    {
        var answer = await gateway.Get("/trial/private", token is null ? headers : [("Authorization", "Bearer " + token), .. headers]);
        return (int)answer.Status < 400 ? "" : answer.Problem;
    }

    /// <summary>The same over gRPC.</summary>
    public static async Task<string> PrivateOverGrpc(this RunningGateway gateway, string? token)
    {
        var metadata = token is null ? [] : new Metadata { { "authorization", "Bearer " + token } };
        try
        {
            await new TrialService.TrialServiceClient(gateway.Channel).PrivateAsync(new Empty(), metadata, DateTime.UtcNow.AddSeconds(15));
            return "";
        }
        catch (RpcException refused)
        {
            return $"{refused.StatusCode} {ReasonOf(refused)}";
        }
    }

    public static Google.Rpc.Status DetailsOf(RpcException refused) => Google.Rpc.Status.Parser.ParseFrom(refused.Trailers.GetValueBytes("grpc-status-details-bin"));

    // The reason's field was still called `type` when the package was made.
    private static string ReasonOf(RpcException refused) => DetailsOf(refused).Details.Single(d => d.Is(ErrorInfo.Descriptor)).Unpack<ErrorInfo>().Type;
}
