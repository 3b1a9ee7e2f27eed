using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace FactoryFlow.Platform.Data;

/// <summary>Seals what the database must not tell, keys and unsent letters, with AES-256-GCM, each bound to its name.</summary>
/// <param name="key">What is sealed with, and opened.</param>
/// <param name="former">The key before it, which opens still; null when there is none.</param>
/// <param name="setting">Where the key is configured, for whoever gave another one.</param>
public sealed class KeyEncryption(byte[] key, byte[]? former = null, string setting = "KeyEncryptionKey")
{
    private const int KeyLength = 32;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    /// <summary>
    /// With the keys that are configured in a service's section, such as <c>Identity__KeyEncryptionKey</c> and
    /// <c>Identity__FormerKeyEncryptionKey</c>. Only Development goes without one, on a key that protects nothing.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is missing, or not 32 bytes in base64.</exception>
    public static KeyEncryption From(IConfiguration configuration, IHostEnvironment environment, string section)
    {
        var (setting, former) = ($"{section}__KeyEncryptionKey", $"{section}__FormerKeyEncryptionKey");
        if (Read(configuration[$"{section}:KeyEncryptionKey"], setting) is { } key)
            return new KeyEncryption(key, Read(configuration[$"{section}:FormerKeyEncryptionKey"], former), setting);
        return environment.IsDevelopment()
            ? new KeyEncryption(SHA256.HashData("FactoryFlow in Development"u8), setting: setting)
            : throw new InvalidOperationException($"Keys cannot be kept: set {setting} to 32 random bytes in base64, and never lose it.");
    }

    /// <summary>Sealed again with the key of today; null when it is already.</summary>
    /// <exception cref="InvalidOperationException">It was sealed with neither key, or changed since.</exception>
    public byte[]? Resealed(string name, byte[] box) => TryOpen(key, name, box) is not null ? null : Seal(name, Open(name, box));

    /// <summary>Seals a secret for a name: it opens under no other.</summary>
    public byte[] Seal(string name, ReadOnlySpan<byte> secret)
    {
        var box = new byte[NonceLength + TagLength + secret.Length];
        var (nonce, tag, text) = Parts(box);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(nonce, secret, text, tag, Encoding.ASCII.GetBytes(name));
        return box;
    }

    /// <summary>What was sealed for a name.</summary>
    /// <exception cref="InvalidOperationException">It was sealed with another key, or changed since.</exception>
    public byte[] Open(string name, byte[] box) => TryOpen(name, box)
        ?? throw new InvalidOperationException($"What is kept under encryption as {name} cannot be opened: {setting} is not the one that it was kept with.");

    /// <summary>What was sealed for a name; null when it was not sealed for it, or with a key that is gone.</summary>
    public byte[]? TryOpen(string name, byte[] box) => TryOpen(key, name, box) ?? (former is null ? null : TryOpen(former, name, box));

    private static byte[]? TryOpen(byte[] key, string name, byte[] box)
    {
        if (box.Length < NonceLength + TagLength) return null;
        try
        {
            var (nonce, tag, text) = Parts(box);
            var secret = new byte[text.Length];
            using var aes = new AesGcm(key, TagLength);
            aes.Decrypt(nonce, text, tag, secret, Encoding.ASCII.GetBytes(name));
            return secret;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static byte[]? Read(string? text, string setting)
    {
        if (string.IsNullOrEmpty(text)) return null;
        var bytes = new byte[KeyLength];
        return Convert.TryFromBase64String(text, bytes, out var length) && length == KeyLength
            ? bytes
            : throw new InvalidOperationException($"{setting} must be 32 bytes in base64, such as `openssl rand -base64 32` makes them.");
    }

    private static Box Parts(byte[] box) => new(box);

    private readonly ref struct Box(byte[] box)
    {
        private readonly Span<byte> _bytes = box;

        public void Deconstruct(out Span<byte> nonce, out Span<byte> tag, out Span<byte> text)
        {
            nonce = _bytes[..NonceLength];
            tag = _bytes.Slice(NonceLength, TagLength);
            text = _bytes[(NonceLength + TagLength)..];
        }
    }
}
