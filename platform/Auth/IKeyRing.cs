namespace FactoryFlow.Platform.Auth;

/// <summary>The public keys that tokens may be signed with just now.</summary>
public interface IKeyRing
{
    /// <summary>The key of that id, asking its owner again where that may help; null when there is none.</summary>
    /// <exception cref="KeysUnavailableException">No key is known at all, because they could not be fetched yet.</exception>
    ValueTask<VerificationKey?> Find(string keyId);
}

/// <summary>Nothing can be said about a token, since the keys could not be fetched yet.</summary>
public sealed class KeysUnavailableException : Exception
{
    /// <summary>Nothing can be said about a token.</summary>
    public KeysUnavailableException()
        : base("The signing keys could not be fetched from identity yet.")
    {
    }
}
