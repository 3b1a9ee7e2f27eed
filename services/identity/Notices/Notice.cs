using System.Globalization;
using System.Net.Mail;
using System.Security.Cryptography;
using System.Text;
using FactoryFlow.Events.Workflow;
using FactoryFlow.Identity.Mail;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Languages;

namespace FactoryFlow.Identity.Notices;

/// <summary>What a workflow wants people to be told by mail. The words are a tenant's, and so are bounded here whatever was promised elsewhere.</summary>
/// <param name="EventId">The fact that says so: whoever is told is told once for it.</param>
/// <param name="InstanceId">The workflow's instance.</param>
/// <param name="UserId">Who is to be told; null where no user is named.</param>
/// <param name="Roles">Whoever has any of them is to be told.</param>
/// <param name="Address">Where else it is to go, in lower case; empty when nowhere, or when it is no address.</param>
/// <param name="Subject">What it is about, in a line.</param>
/// <param name="Text">What it says.</param>
/// <param name="Source">The workflow by its name and what the tenant knows it by, in a line.</param>
internal sealed record Notice(Guid EventId, Guid InstanceId, Guid? UserId, IReadOnlyList<string> Roles, string Address, string Subject, string Text, string Source)
{
    /// <summary>How many people one notice reaches.</summary>
    public const int MostPeople = 200;

    /// <summary>How many mails a tenant's workflows send within <see cref="Window" />.</summary>
    public const int MostInWindow = 1000;

    /// <summary>The channel that is ours.</summary>
    public const string Channel = "EMAIL";

    private const int LongestSubject = 200, LongestSource = 200, LongestText = 20_000, LongestAddress = 254;

    /// <summary>The time that <see cref="MostInWindow" /> holds for.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    public static Notice Of(WorkflowNotificationRequested fact) => new(
        fact.EventId, fact.InstanceId, fact.UserId, fact.Roles, AddressIn(fact.Address), Line(fact.Subject, LongestSubject), Plain(fact.Text),
        Line($"{fact.DefinitionName} {fact.BusinessKey}", LongestSource));

    /// <summary>The mail that whoever has an address is sent; what is not the tenant's own words in a language of ours.</summary>
    public Letter Letter(string? slug, string language = Language.English) => Letters.In(language).Notice(slug, Subject, Text, Source);

    /// <summary>What makes the mail to an address the same one when the fact is heard of again.</summary>
    public byte[] AskedBy(string email) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{EventId}\n{email}")));

    /// <summary>Who is told, each once.</summary>
    /// <param name="people">The active people of the tenant who are meant.</param>
    /// <param name="isAddressOfSomebody">Whether the address belongs to anybody of the tenant, active or not.</param>
    /// <param name="mayTellAnybody">Whether the tenant may write to addresses that are nobody's.</param>
    public IReadOnlyList<Recipient> Recipients(IEnumerable<Recipient> people, bool isAddressOfSomebody, bool mayTellAnybody)
    {
        var named = people.Take(MostPeople).ToList();
        if (Address.Length > 0 && !isAddressOfSomebody && mayTellAnybody) named.Add(new Recipient(null, Address));
        return [.. named.DistinctBy(recipient => recipient.Email)];
    }

    private static string AddressIn(string text)
    {
        var address = text.Trim().ToLowerInvariant();
        // A name beside it, or several at once, would be more than an address.
        return address.Length <= LongestAddress && Ascii.IsValid(address) && !address.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)) && MailAddress.TryCreate(address, out var parsed) && parsed.Address == address ? address : "";
    }

    // A line break, whatever Unicode calls one, would begin a header.
    private static string Line(string text, int longest) => Cut(string.Concat(text.Select(c => char.IsControl(c) || IsBreak(c) ? ' ' : c)).Trim(), longest);

    private static string Plain(string text) => Cut(string.Concat(text.ReplaceLineEndings("\n").Where(c => c is '\n' or '\t' || !char.IsControl(c))), LongestText);

    private static bool IsBreak(char c) => char.GetUnicodeCategory(c) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static string Cut(string text, int longest) => text.Length <= longest ? text : Shortened.To(text, longest) + "…";
}

/// <summary>Somebody who is told.</summary>
/// <param name="UserId">The user; null for an address that is nobody's.</param>
/// <param name="Email">The address.</param>
/// <param name="Language">What they have chosen to be written to in; null where they have chosen nothing.</param>
internal sealed record Recipient(Guid? UserId, string Email, string? Language = null);
