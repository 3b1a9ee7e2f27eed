using System.Buffers.Text;
using System.Text;
using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Platform.Data;

/// <summary>
/// Where the next page of a list begins, as an opaque token: the list's name and the key of the last row that was answered.
/// A token is a place and no permission: the rows behind it are asked for as the caller again.
/// </summary>
public static class PageToken
{
    private const int LongestToken = 1024;
    private const char Separator = ':';

    /// <summary>The token that continues a list behind a row.</summary>
    /// <param name="list">The list's name, such as <c>tenants</c>, so that no list takes another one's token.</param>
    /// <param name="lastKey">The key of the last row.</param>
    public static string After(string list, string lastKey) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(list + Separator + lastKey));

    /// <summary>The key behind which to continue; null for an empty token, which is the first page.</summary>
    /// <exception cref="Refusal">PAGE_TOKEN_INVALID.</exception>
    public static string? Read(string list, string token)
    {
        if (token.Length == 0) return null;
        if (token.Length <= LongestToken && Base64Url.IsValid(token))
        {
            var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token));
            var key = text.StartsWith(list + Separator, StringComparison.Ordinal) ? text[(list.Length + 1)..] : "";
            // What was not ours to begin with does not read back the same.
            if (key.Length > 0 && !key.Contains('\0', StringComparison.Ordinal) && After(list, key) == token) return key;
        }

        throw CommonReasons.PageTokenInvalid.Refuse("The page token is not one that this list gave out. Start again without it.", "page_token");
    }
}
