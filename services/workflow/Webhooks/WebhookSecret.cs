using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Workflow.Webhooks;

/// <summary>What calls to a webhook are signed with, after Standard Webhooks.</summary>
internal sealed class WebhookSecret
{
    private const string Mark = "whsec_";
    private const int Length = 32;

    private readonly byte[] _key;

    private WebhookSecret(byte[] key) => _key = key;

    /// <summary>As whoever verifies keeps it.</summary>
    public string Text => Mark + Convert.ToBase64String(_key);

    public static WebhookSecret New() => new(RandomNumberGenerator.GetBytes(Length));

    public static WebhookSecret Read(string text) => new(Convert.FromBase64String(text[Mark.Length..]));

    /// <summary>The secret that was sealed for a webhook.</summary>
    public static WebhookSecret Open(KeyEncryption encryption, Guid webhook, byte[] box) => new(encryption.Open(NameOf(webhook), box));

    public byte[] Seal(KeyEncryption encryption, Guid webhook) => encryption.Seal(NameOf(webhook), _key);

    /// <summary>What a box of a webhook's is called.</summary>
    public static string NameOf(Guid webhook) => $"webhook {webhook}";

    /// <summary>The signature of a call that is made at a time.</summary>
    public string Sign(string id, DateTimeOffset time, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{time.ToUnixTimeSeconds()}.")), .. body];
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(_key, signed));
    }

    // A secret must not reach a log by being formatted.
    public override string ToString() => nameof(WebhookSecret);
}
