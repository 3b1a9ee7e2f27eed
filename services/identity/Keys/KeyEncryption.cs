using System.Security.Cryptography;
using System.Text;

namespace FactoryFlow.Identity.Keys;

/// <summary>Seals private keys for the database with AES-256-GCM, each bound to its key id.</summary>
internal sealed class KeyEncryption(byte[] key)
{
    private const int KeyLength = 32;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const string Setting = "Identity__KeyEncryptionKey";

    /// <summary>With the configured key. Only Development goes without one, on a key that protects nothing.</summary>
    /// <exception cref="InvalidOperationException">It is missing, or not 32 bytes in base64.</exception>
    public static KeyEncryption From(IConfiguration configuration, IHostEnvironment environment)
    {
        if (configuration["Identity:KeyEncryptionKey"] is not { Length: > 0 } text)
        {
            return environment.IsDevelopment()
                ? new KeyEncryption(SHA256.HashData("FactoryFlow in Development"u8))
                : throw new InvalidOperationException($"Signing keys cannot be kept: set {Setting} to 32 random bytes in base64, and never lose or change it.");
        }

        var bytes = new byte[KeyLength];
        if (!Convert.TryFromBase64String(text, bytes, out var length) || length != KeyLength)
            throw new InvalidOperationException($"{Setting} must be 32 bytes in base64, such as `openssl rand -base64 32` makes them.");
        return new KeyEncryption(bytes);
    }

    public byte[] Seal(string keyId, ReadOnlySpan<byte> privateKey)
    {
        var box = new byte[NonceLength + TagLength + privateKey.Length];
        var (nonce, tag, text) = Parts(box);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(nonce, privateKey, text, tag, Encoding.ASCII.GetBytes(keyId));
        return box;
    }

    /// <exception cref="InvalidOperationException">It was sealed with another key, or changed since.</exception>
    public byte[] Open(string keyId, byte[] box)
    {
        try
        {
            var (nonce, tag, text) = Parts(box);
            var privateKey = new byte[text.Length];
            using var aes = new AesGcm(key, TagLength);
            aes.Decrypt(nonce, text, tag, privateKey, Encoding.ASCII.GetBytes(keyId));
            return privateKey;
        }
        catch (Exception e) when (e is AuthenticationTagMismatchException or ArgumentException)
        {
            throw new InvalidOperationException($"The signing key {keyId} cannot be opened: {Setting} is not the one that it was kept with.", e);
        }
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
