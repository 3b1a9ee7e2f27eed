using System.Globalization;
using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Platform.Data;

/// <summary>
/// How far somebody who polls a table for its changes has come. Rows become visible in the order of commit, not in the order of
/// their transactions; so a pass over several pages remembers the oldest transaction that was open when it began, and the next
/// pass begins there: a row may be answered twice, and none is left out.
/// </summary>
/// <typeparam name="TKey">What orders the rows of one transaction.</typeparam>
/// <param name="Writer">The transaction that wrote the last row (<c>pg_current_xact_id()</c>).</param>
/// <param name="Key">The last row among those of the transaction; the type's least value before the first.</param>
/// <param name="NextPass">Where the next pass begins; null before the first page of a pass.</param>
public readonly record struct ChangeCursor<TKey>(long Writer, TKey Key, long? NextPass)
    where TKey : struct, IParsable<TKey>
{
    /// <summary>
    /// Where a new pass begins, to be compared with the newest transaction (<c>pg_snapshot_xmax(pg_current_snapshot())</c>): a later one was
    /// given out before the database was restored, and the pass starts over. 0 within a pass, whose rows may well be from before that.
    /// </summary>
    public long Start => NextPass is null ? Writer : 0;

    /// <summary>Where the next page of the same pass begins.</summary>
    /// <param name="writer">The transaction of the last row.</param>
    /// <param name="key">The last row's key.</param>
    /// <param name="oldest">The oldest transaction that was open just before the page was read (<c>pg_snapshot_xmin(pg_current_snapshot())</c>).</param>
    public ChangeCursor<TKey> After(long writer, TKey key, long oldest) => new(writer, key, NextPass ?? oldest);

    /// <summary>Where the next pass begins, when there is no more for now.</summary>
    /// <param name="oldest">The oldest transaction that was open just before the page was read.</param>
    public ChangeCursor<TKey> AfterAll(long oldest) => new(NextPass ?? oldest, default, null);

    /// <summary>What the caller says next time.</summary>
    public string ToToken() => PageToken.After(string.Create(CultureInfo.InvariantCulture, $"{Writer}.{Key}{(NextPass is { } next ? "." + next : "")}"));
}

/// <summary>Reads cursors.</summary>
public static class ChangeCursor
{
    /// <summary>The cursor of a token; everything there is from the empty one on.</summary>
    /// <exception cref="Refusal">PAGE_TOKEN_INVALID.</exception>
    public static ChangeCursor<TKey> Read<TKey>(string token)
        where TKey : struct, IParsable<TKey>
    {
        if (PageToken.Key(token) is not { } text) return default;
        var parts = text.Split('.');
        if (parts.Length is 2 or 3 && Number(parts[0]) is { } writer && TKey.TryParse(parts[1], CultureInfo.InvariantCulture, out var key))
        {
            if (parts.Length == 2) return new ChangeCursor<TKey>(writer, key, null);
            if (Number(parts[2]) is { } nextPass) return new ChangeCursor<TKey>(writer, key, nextPass);
        }

        throw CommonReasons.PageTokenInvalid.Refuse("This page token is not one that the list gave out. Start again without it.", "page_token");
    }

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
