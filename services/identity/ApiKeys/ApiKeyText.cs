using System.Buffers;
using System.Security.Cryptography;
using FactoryFlow.Identity.Tokens;

namespace FactoryFlow.Identity.ApiKeys;

/// <summary>
/// A key as a program holds it, <c>ffk_&lt;prefix&gt;_&lt;secret&gt;</c>: a mark that tools which search for leaked secrets know it by, a prefix that
/// people recognise it by, and a secret that says which tenant's it is.
/// </summary>
internal sealed class ApiKeyText
{
    private const string Mark = "ffk_";
    private const int PrefixLength = 8;

    // Without what is mistaken for something else when it is read aloud.
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";
    private static readonly SearchValues<char> PrefixLetters = SearchValues.Create(Letters);

    private ApiKeyText(string prefix, OpaqueToken secret) => (Prefix, Secret) = (prefix, secret);

    /// <summary>The mark and the prefix.</summary>
    public string Prefix { get; }

    /// <summary>The secret.</summary>
    public OpaqueToken Secret { get; }

    /// <summary>The whole key.</summary>
    public string Text => $"{Prefix}_{Secret.Text}";

    public static ApiKeyText New(Guid tenant) => new(Mark + RandomNumberGenerator.GetString(Letters, PrefixLength), OpaqueToken.New(tenant));

    /// <summary>The key that a program sent; null when it cannot be one.</summary>
    public static ApiKeyText? TryRead(string text)
    {
        // The secret may hold an underscore itself; the prefix never does.
        var end = Mark.Length + PrefixLength;
        return text.Length > end && text[end] == '_' && text.StartsWith(Mark, StringComparison.Ordinal) && !text.AsSpan(Mark.Length, PrefixLength).ContainsAnyExcept(PrefixLetters)
            && OpaqueToken.TryRead(text[(end + 1)..]) is { } secret
            ? new ApiKeyText(text[..end], secret)
            : null;
    }

    // A key must not reach a log by being formatted.
    public override string ToString() => Prefix;
}
