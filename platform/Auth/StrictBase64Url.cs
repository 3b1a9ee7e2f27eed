using System.Buffers.Text;

namespace FactoryFlow.Platform.Auth;

/// <summary>
/// base64url as RFC 7515 wants it: no padding, no blanks, no bits left over. The framework's decoder is lenient about all three,
/// and two spellings of one token would be two tokens to a cache or a revocation list.
/// </summary>
internal static class StrictBase64Url
{
    public static bool TryDecode(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = [];
        if (text.Length % 4 == 1) return false;
        foreach (var c in text)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
                return false;
        if ((text.Length % 4) switch { 2 => Value(text[^1]) & 0b1111, 3 => Value(text[^1]) & 0b11, _ => 0 } is not 0) return false;

        bytes = Base64Url.DecodeFromChars(text);
        return true;
    }

    private static int Value(char c) => c switch
    {
        >= 'A' and <= 'Z' => c - 'A',
        >= 'a' and <= 'z' => c - 'a' + 26,
        >= '0' and <= '9' => c - '0' + 52,
        '-' => 62,
        _ => 63,
    };
}
