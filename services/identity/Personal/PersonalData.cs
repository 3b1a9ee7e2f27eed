using System.Security.Cryptography;
using System.Text;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Personal;

/// <summary>
/// Seals with data keys, which lie in the database sealed themselves: so the key that seals those can change without touching a
/// person's row. A box begins with the number of its data key; the newest seals, all of them open.
/// </summary>
internal sealed class PersonalData : IPersonalData, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ManualResetEventSlim _loaded = new();
    private volatile Known? _known;

    // A fact may be heard before the service has started: it waits.
    private Known Keys => _known ?? (_loaded.Wait(Patience) ? _known! : throw new InvalidOperationException("No data key is loaded before the service has started."));

    /// <summary>The number of the data key that seals.</summary>
    public byte Newest => Keys.Newest;

    /// <summary>The data keys from now on, by their numbers from 1.</summary>
    public void Know(IReadOnlyList<byte[]> keys)
    {
        // Fingerprints of the first, so that what was looked up once is found whatever follows.
        _known = new Known([.. keys.Select(key => new KeyEncryption(key))], HKDF.DeriveKey(HashAlgorithmName.SHA256, keys[0], 32, info: "fingerprints"u8.ToArray()));
        _loaded.Set();
    }

    public byte[] Seal(string place, string text) => [Newest, .. Keys.Encryptions[Newest - 1].Seal(place, Encoding.UTF8.GetBytes(text))];

    public string Open(string place, byte[] box)
    {
        if (box.Length == 0 || box[0] == 0 || box[0] > Newest) throw new InvalidOperationException($"What is kept about {place} was sealed with a data key that is not there.");
        return Encoding.UTF8.GetString(Keys.Encryptions[box[0] - 1].Open(place, box[1..]));
    }

    public byte[] Fingerprint(string text) => HMACSHA256.HashData(Keys.Fingerprints, Encoding.UTF8.GetBytes(text));

    public void Dispose() => _loaded.Dispose();

    private sealed record Known(KeyEncryption[] Encryptions, byte[] Fingerprints)
    {
        public byte Newest => (byte)Encryptions.Length;
    }
}
