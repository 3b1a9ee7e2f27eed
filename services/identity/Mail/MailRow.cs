using FactoryFlow.Identity.Links;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Mail;

/// <summary>A mail that an attempt is made to send.</summary>
/// <param name="TenantId">The tenant that it is about.</param>
/// <param name="Id">Its id.</param>
/// <param name="KindText">What it is for, as it is stored.</param>
/// <param name="Recipient">The address as it was typed, in lower case; empty when it was typed with an unknown tenant.</param>
/// <param name="SubjectId">What else it is about.</param>
/// <param name="CreateTime">When it was asked for.</param>
/// <param name="Attempts">How often it was tried, this time included.</param>
/// <param name="SealedLetter">What it says, once that is known.</param>
/// <param name="Language">What the call preferred that asked for it; null when it preferred nothing.</param>
internal sealed record MailRow(Guid TenantId, Guid Id, string KindText, string Recipient, Guid? SubjectId, DateTimeOffset CreateTime, int Attempts, byte[]? SealedLetter, string? Language)
{
    private const int MostAttempts = 20;

    // Later it would tell what is no longer so.
    private static readonly TimeSpan LifetimeOfNews = TimeSpan.FromHours(24);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(30);

    /// <summary>Where a mail's recipient is sealed for.</summary>
    public static string PlaceOf(Guid mail) => $"recipient of {mail}";

    public MailKind Kind { get; } = EnumText.Parse<MailKind>(KindText);

    private TimeSpan Lifetime => Kind is MailKind.Notification ? LifetimeOfNews : Link.LifetimeOf(Kind);

    /// <summary>When to try again after this attempt failed; null when its link would be dead by then, what it tells old, or enough was tried.</summary>
    public DateTimeOffset? NextTime(DateTimeOffset now)
    {
        var pause = FirstPause * Math.Pow(2, Math.Min(Attempts - 1, 20));
        var next = now + (pause < LongestPause ? pause : LongestPause);
        return Attempts < MostAttempts && next < CreateTime + Lifetime ? next : null;
    }
}

/// <summary>The same as it is kept.</summary>
internal sealed record StoredMailRow(
    Guid TenantId, Guid Id, string KindText, string? Recipient, byte[]? SealedRecipient, Guid? SubjectId, DateTimeOffset CreateTime, int Attempts, byte[]? SealedLetter, string? Language)
{
    public MailRow Open(IPersonalData personal) => new(
        TenantId, Id, KindText, SealedRecipient is { } box ? personal.Open(MailRow.PlaceOf(Id), box) : Recipient ?? "", SubjectId, CreateTime, Attempts, SealedLetter, Language);
}
