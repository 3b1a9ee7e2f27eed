namespace FactoryFlow.Platform.Data;

/// <summary>
/// Seals what a service keeps about people before it reaches the database: whoever reads that, or a copy of it, learns nothing
/// without the service's key. A service that has one registers it, and finds it on its transactions.
/// </summary>
public interface IPersonalData
{
    /// <summary>Seals a text for one place, such as <c>user 0190...</c>: it opens nowhere else.</summary>
    byte[] Seal(string place, string text);

    /// <summary>The text that was sealed for a place: the one way to read it.</summary>
    /// <exception cref="InvalidOperationException">It was sealed for another place or with another key, or was changed since.</exception>
    string Open(string place, byte[] box);

    /// <summary>32 bytes that are the same for the same text, by which it is looked up; of no use to whoever does not hold the key.</summary>
    byte[] Fingerprint(string text);
}
