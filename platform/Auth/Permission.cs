using System.Diagnostics.CodeAnalysis;

namespace FactoryFlow.Platform.Auth;

/// <summary>
/// A permission, <c>resource:action:scope</c>. A grant may hold <c>*</c> in place of any of the three;
/// what an RPC requires is always concrete. <see cref="Covers" /> is the one matcher.
/// </summary>
/// <param name="Resource">What it is about, such as <c>jobs</c>.</param>
/// <param name="Action">What may be done, such as <c>create</c>.</param>
/// <param name="Scope">To how much of it, such as <c>all</c> or <c>own</c>.</param>
public readonly record struct Permission(string Resource, string Action, string Scope)
{
    private const string Any = "*";
    private const int LongestSegment = 63;

    /// <summary>Every permission there is.</summary>
    public static Permission Everything { get; } = new(Any, Any, Any);

    /// <summary>Whether a segment is a wildcard.</summary>
    public bool HasWildcard => Resource == Any || Action == Any || Scope == Any;

    /// <summary>Reads a permission that must be well formed.</summary>
    /// <exception cref="FormatException">It is not.</exception>
    public static Permission Parse(string text) =>
        TryParse(text, out var permission) ? permission : throw new FormatException($"\"{text}\" is not a permission such as jobs:create:all.");

    /// <summary>
    /// Reads a permission: three segments, each <c>*</c> or lower-case letters, digits and hyphens beginning with a letter.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Permission permission)
    {
        permission = default;
        if (text is null) return false;
        var first = text.IndexOf(':', StringComparison.Ordinal);
        if (first < 0) return false;
        var second = text.IndexOf(':', first + 1);
        if (second < 0) return false;
        if (!IsSegment(text.AsSpan(0, first)) || !IsSegment(text.AsSpan(first + 1, second - first - 1)) || !IsSegment(text.AsSpan(second + 1))) return false;

        permission = new Permission(text[..first], text[(first + 1)..second], text[(second + 1)..]);
        return true;
    }

    /// <summary>Whether a holder of this grant may do what <paramref name="required" /> names.</summary>
    public bool Covers(in Permission required) =>
        SegmentCovers(Resource, required.Resource) && SegmentCovers(Action, required.Action) && SegmentCovers(Scope, required.Scope);

    /// <summary>Whether something falls under both; for a concrete permission the same as being covered.</summary>
    public bool Overlaps(in Permission other) =>
        SegmentsMeet(Resource, other.Resource) && SegmentsMeet(Action, other.Action) && SegmentsMeet(Scope, other.Scope);

    /// <summary>Exactly what falls under both; null when nothing does.</summary>
    public Permission? Overlap(in Permission other) =>
        Overlaps(other) ? new Permission(Narrower(Resource, other.Resource), Narrower(Action, other.Action), Narrower(Scope, other.Scope)) : null;

    /// <summary>The permission as it is written.</summary>
    public override string ToString() => $"{Resource}:{Action}:{Scope}";

    // A default value covers nothing, and nothing but `*` covers a wildcard, so that a grant of wildcards can be checked too.
    private static bool SegmentCovers(string? granted, string? required) =>
        granted is not null && required is not null && (granted == Any || granted == required);

    private static bool SegmentsMeet(string? one, string? other) => SegmentCovers(one, other) || SegmentCovers(other, one);

    private static string Narrower(string one, string other) => one == Any ? other : one;

    private static bool IsSegment(ReadOnlySpan<char> segment)
    {
        if (segment is Any) return true;
        if (segment.Length is 0 or > LongestSegment || !char.IsAsciiLetterLower(segment[0])) return false;
        foreach (var c in segment)
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-')
                return false;
        return true;
    }
}
