using FactoryFlow.Identity.Links;
using FactoryFlow.Identity.Users;
using FactoryFlow.Platform.Languages;

namespace FactoryFlow.Identity.Mail;

/// <summary>What our mails say, in one language. A slug that is null stands for the platform itself.</summary>
internal abstract class Letters
{
    /// <summary>In the language that somebody has chosen, else that of the call which asked for the mail, else English.</summary>
    /// <param name="user">Who it is for; null when they are no user yet.</param>
    /// <param name="mail">The mail.</param>
    public static Letters For(UserRow? user, MailRow mail) => In(user?.Language ?? mail.Language ?? Language.English);

    /// <summary>In a language of ours.</summary>
    public static Letters In(string language) => language switch
    {
        Language.English => new EnglishLetters(),
        Language.Spanish => new SpanishLetters(),
        Language.French => new FrenchLetters(),
        _ => throw new ArgumentOutOfRangeException(nameof(language), language, "is no language of ours"),
    };

    public abstract Letter MagicLink(string? slug, string link);

    public abstract Letter PasswordReset(string? slug, string link);

    public abstract Letter Invitation(string? slug, string link);

    public abstract Letter Signup(string? slug, string link);

    public abstract Letter SignupOfUser(string? slug);

    /// <summary>What a workflow of the tenant wants somebody to be told: in the words of the tenant, whatever language those are.</summary>
    public Letter Notice(string? slug, string subject, string text, string source) => new(subject.Length > 0 ? subject : NoticeSubject(slug), $"""
        {text}

        --
        {NoticeSource(slug, source)}

        """);

    protected abstract string NoticeSubject(string? slug);

    protected abstract string NoticeSource(string? slug, string source);

    protected static string NameOf(string? slug) => slug ?? "FactoryFlow";

    protected static string Within(MailKind kind, string hours, string minutes) =>
        Link.LifetimeOf(kind) is { TotalHours: > 1 } lifetime ? $"{lifetime.TotalHours} {hours}" : $"{Link.LifetimeOf(kind).TotalMinutes} {minutes}";
}
