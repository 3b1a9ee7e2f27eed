using System.Buffers;

namespace FactoryFlow.Gateway.Requests;

/// <summary>Gives every request the id that logs, services and answers call it by.</summary>
internal static class RequestIds
{
    public const string Header = "X-Request-Id";

    private const int Longest = 64;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        context.TraceIdentifier = context.Request.Headers[Header] is [{ Length: > 0 and <= Longest } id] && !id.AsSpan().ContainsAnyExcept(Allowed)
            ? id
            : Guid.CreateVersion7().ToString();
        context.Response.Headers[Header] = context.TraceIdentifier;
        return next(context);
    }
}
