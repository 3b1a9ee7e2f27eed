using System.Buffers.Text;
using System.Globalization;
using System.Text;
using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Platform.Data;

/// <summary>Where the next page of a list begins: the sort key of the last row, opaque to callers.</summary>
public static class PageToken
{
    private const string Mark = "1:";

    /// <summary>The token behind a row's key.</summary>
    public static string After(string key) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Mark + key));

    /// <summary>The token behind a row's number.</summary>
    public static string After(long key) => After(key.ToString(CultureInfo.InvariantCulture));

    /// <summary>The key of a token; null on the first page.</summary>
    /// <exception cref="Refusal">PAGE_TOKEN_INVALID.</exception>
    public static string? Key(string token)
    {
        if (token.Length == 0) return null;
        if (token.Length <= 1000 && Base64Url.IsValid(token))
        {
            var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token));
            if (text.StartsWith(Mark, StringComparison.Ordinal) && !text.Contains('\0', StringComparison.Ordinal)) return text[Mark.Length..];
        }

        throw Invalid();
    }

    /// <summary>The id of a token; null on the first page.</summary>
    /// <exception cref="Refusal">PAGE_TOKEN_INVALID.</exception>
    public static Guid? Id(string token) => Key(token) is not { } key ? null : Guid.TryParseExact(key, "D", out var id) ? id : throw Invalid();

    /// <summary>The number of a token, which is never below zero; null on the first page.</summary>
    /// <exception cref="Refusal">PAGE_TOKEN_INVALID.</exception>
    public static long? Number(string token) => Key(token) is not { } key ? null
        : long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw Invalid();

    private static Refusal Invalid() => CommonReasons.PageTokenInvalid.Refuse("This page token is not one that the list gave out. Start again without it.", "page_token");
}
