using System.Net;
using System.Text.Json;

namespace FactoryFlow.Tenancy.Domains;

/// <summary>What a provider answered, or why there is no answer.</summary>
internal sealed class ProviderReply(string provider, HttpStatusCode status, JsonElement body, TimeSpan? retryAfter)
{
    private const int LongestCode = 64;
    private const HttpStatusCode NoAnswer = 0;
    private string _loss = "";

    /// <summary>The status; 0 when there was no answer.</summary>
    public HttpStatusCode Status { get; } = status;

    /// <summary>The body; of the kind Undefined when it is no JSON.</summary>
    public JsonElement Body { get; } = body;

    /// <summary>There was no answer.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="loss">What happened, as the end of a sentence that begins with the provider.</param>
    public static ProviderReply Lost(string provider, string loss) => new(provider, NoAnswer, default, null) { _loss = loss };

    /// <summary>A member of the body, or of an object in it; null when it is not there, or no text.</summary>
    public static string? Text(JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Whether a member of the body is true.</summary>
    public bool IsTrue(string name) => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    /// <summary>The attempt ended with this reply, which says why.</summary>
    /// <param name="code">The provider's own code for it.</param>
    public DomainAnswer Problem(string? code) => new(Status switch
    {
        NoAnswer => $"{provider} {_loss}.",
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => $"{provider} refuses our token ({Shown(code)}): check its value and its rights.",
        HttpStatusCode.TooManyRequests => $"{provider} asks for patience ({Shown(code)}).",
        HttpStatusCode.NotFound => $"{provider} does not find what it was asked about ({Shown(code)}): check the configured ids.",
        _ => $"{provider} answered in a way that is not understood ({Shown(code)}).",
    }, retryAfter);

    /// <summary>The attempt ended with a sentence of our own.</summary>
    public DomainAnswer Problem(string sentence, string? code) => new($"{sentence} ({Shown(code)}).", retryAfter);

    // A code is shown to the operator, so it must look like one; the rest of what a provider says stays here.
    private string Shown(string? code) => code is { Length: > 0 and <= LongestCode } && code.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.')
        ? $"{(int)Status} {code}"
        : $"{(int)Status}";
}
