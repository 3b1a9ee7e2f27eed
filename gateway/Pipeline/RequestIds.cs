using System.Buffers;
using FactoryFlow.Platform.Hosting;

namespace FactoryFlow.Gateway.Pipeline;

/// <summary>Gives every request the id that logs, services and answers call it by.</summary>
internal static class RequestIds
{
    private const int Longest = 64;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    public static Task Invoke(HttpContext context, RequestDelegate next)
    {
        context.TraceIdentifier = context.Request.Headers[Headers.RequestId] is [{ Length: > 0 and <= Longest } id] && !id.AsSpan().ContainsAnyExcept(Allowed)
            ? id
            : Guid.CreateVersion7().ToString();
        Mark(context);
        return next(context);
    }

    /// <summary>Says on the answer what its request and its trace are called by: again where YARP cleared it, headers and all, as it broke off.</summary>
    public static void Mark(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers[Headers.RequestId] = context.TraceIdentifier;
        if (Traces.Of(context) is { } trace) headers[Traces.Header] = trace;
    }
}
