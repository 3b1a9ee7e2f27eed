using System.Text;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Mail;

/// <summary>What a mail says.</summary>
internal sealed record Letter(string Subject, string Text)
{
    /// <summary>Sealed for the database: the link in it is a secret until it is in the recipient's hands.</summary>
    public byte[] Seal(KeyEncryption encryption, Guid mail) => encryption.Seal(NameOf(mail), Encoding.UTF8.GetBytes($"{Subject}\n{Text}"));

    /// <summary>The letter that was sealed for a mail.</summary>
    public static Letter Open(KeyEncryption encryption, Guid mail, byte[] box)
    {
        var text = Encoding.UTF8.GetString(encryption.Open(NameOf(mail), box));
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        return new Letter(text[..end], text[(end + 1)..]);
    }

    // A letter must not reach a log by being formatted.
    public override string ToString() => nameof(Letter);

    private static string NameOf(Guid mail) => $"mail {mail}";
}
