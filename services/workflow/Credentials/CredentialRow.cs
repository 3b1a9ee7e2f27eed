using System.Text;
using FactoryFlow.Platform.Data;
using FactoryFlow.Workflow.V1;

namespace FactoryFlow.Workflow.Credentials;

/// <summary>A credential as it is stored.</summary>
internal sealed record CredentialRow(Guid Id, string Name, byte[] SealedKey, DateTimeOffset CreateTime)
{
    /// <summary>What a credential's box is called.</summary>
    public static string NameOf(Guid credential) => $"credential {credential}";

    public static byte[] Seal(KeyEncryption encryption, Guid credential, string key) => encryption.Seal(NameOf(credential), Encoding.UTF8.GetBytes(key));

    /// <summary>The API key; null where it is sealed with a key that this process does not know.</summary>
    public string? Key(KeyEncryption encryption) => encryption.TryOpen(NameOf(Id), SealedKey) is { } key ? Encoding.UTF8.GetString(key) : null;

    /// <summary>As the API shows it.</summary>
    public Credential ToMessage() => new() { Id = Id.ToString(), Name = Name, CreateTime = Wire.Time(CreateTime) };

    // A key must not reach a log by being formatted.
    public override string ToString() => Name;
}
