using System.Globalization;
using FactoryFlow.Identity.Sessions;
using FactoryFlow.Platform.Auth;

namespace FactoryFlow.Identity.Keys;

/// <summary>When keys take turns.</summary>
/// <param name="Every">How old a key becomes before another takes its place by itself.</param>
/// <param name="Lead">How long a new key is published before it signs: longer than verifiers go without asking for the keys.</param>
internal sealed record KeyRotation(TimeSpan Every, TimeSpan Lead)
{
    private static readonly KeyRotation Default = new(TimeSpan.FromDays(90), TimeSpan.FromMinutes(5));

    /// <summary>As it is configured.</summary>
    /// <exception cref="InvalidOperationException">A time is none, or leaves no room for a key's life.</exception>
    public static KeyRotation From(IConfiguration configuration)
    {
        var rotation = configuration.GetSection("Identity:KeyRotation");
        var (every, lead) = (Read(rotation["Every"], Default.Every), Read(rotation["Lead"], Default.Lead));
        if (lead < TimeSpan.Zero || every <= lead + lead)
            throw new InvalidOperationException("Identity__KeyRotation__Every must be more than twice Identity__KeyRotation__Lead, each a time such as 90.00:00:00.");
        return new KeyRotation(every, lead);
    }

    /// <summary>
    /// The key that signs: the newest whose time has come. The first to come where there is no other: a process that began, or whose clock
    /// is, a moment before the one that made it must not make another.
    /// </summary>
    public static KeyRow? Signer(IEnumerable<KeyRow> keys, DateTimeOffset now)
    {
        var published = keys.Where(key => key.IsPublished(now)).ToList();
        return published.Where(key => key.SignTime <= now).MaxBy(key => (key.SignTime, key.Kid)) ?? published.MinBy(key => (key.SignTime, key.Kid));
    }

    /// <summary>The key whose time is still to come.</summary>
    public static KeyRow? Waiting(IEnumerable<KeyRow> keys, DateTimeOffset now) => keys.FirstOrDefault(key => key.SignTime > now && key.IsPublished(now));

    /// <summary>When a key can go whose successor signs from then on: every token of its own has expired.</summary>
    public static DateTimeOffset RetireTime(DateTimeOffset successorSigns) => successorSigns + SessionLifetime.LongestAccess + (2 * TokenFormat.Skew);

    /// <summary>Whether it is time for another key.</summary>
    public bool IsDue(IReadOnlyList<KeyRow> keys, DateTimeOffset now) => Waiting(keys, now) is null && Signer(keys, now) is { } signer && signer.CreateTime + Every <= now;

    private static TimeSpan Read(string? text, TimeSpan otherwise) => string.IsNullOrEmpty(text) ? otherwise
        : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time : TimeSpan.MinValue;
}
