using System.Net;
using FactoryFlow.Options.V1;
using FactoryFlow.Platform.Auth;

namespace FactoryFlow.Gateway.Tests;

/// <summary>The gateway with the real protos; behind it one server in the place of all services that only says which RPC it was asked for.</summary>
public sealed class WithWholeApi : IAsyncLifetime
{
    private RunningGateway? _gateway;

    public async ValueTask InitializeAsync()
    {
        var services = await Authorities.Start(context =>
        {
            context.Response.ContentType = "application/grpc";
            context.Response.Headers["grpc-status"] = "9";
            context.Response.Headers["grpc-message"] = context.Request.Path.Value!.Split('/')[^1];
            return Task.CompletedTask;
        });
        _gateway = await RunningGateway.Start([services.Address], files: [.. RpcAccess.DescriptorsIn(typeof(OptionsReflection).Assembly)], authorities: services);
    }

    /// <summary>The RPC that a request reaches; null when there is none.</summary>
    internal async Task<string?> RpcOf(string method, string path)
    {
        var answer = await _gateway!.Send(method, path, null, headers: ("Authorization", "Bearer " + _gateway.Authorities.Token(tenant: null)));
        // The keys are the one thing that is really there.
        if (answer.Status == HttpStatusCode.OK) return answer.Json["keys"] is null ? null : "GetJsonWebKeySet";
        return (int)answer.Status == 409 ? (string?)answer.Json["detail"] : null;
    }

    public ValueTask DisposeAsync() => _gateway!.DisposeAsync();
}
