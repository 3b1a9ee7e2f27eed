using FactoryFlow.Platform.Data;

namespace FactoryFlow.Workflow.Triggers;

/// <summary>
/// How deep a workflow stands goes along with the calls that it makes of our own API, and comes back to us with what they bring about: an event
/// that starts a workflow, or a workflow that is started. It is sealed, so that nobody else can say it: whoever could make it larger could keep
/// a tenant's workflows from starting, and whoever could make it smaller could have them start each other for ever.
/// </summary>
/// <param name="encryption">What it is sealed with.</param>
internal sealed class Causes(KeyEncryption encryption)
{
    /// <summary>What a call of the API says of the instance that makes it.</summary>
    /// <param name="tenant">Whose instance; of another tenant's events it says nothing.</param>
    /// <param name="depth">How many workflows led to it, one after the other.</param>
    public string Seal(Guid tenant, int depth) => Convert.ToBase64String(encryption.Seal(NameOf(tenant), BitConverter.GetBytes(depth)));

    /// <summary>How many workflows led to the instance that brought something about; null where none did, or we never said so.</summary>
    public int? DepthOf(Guid tenant, string? cause)
    {
        if (cause is null) return null;
        var box = new byte[cause.Length];
        return Convert.TryFromBase64String(cause, box, out var length) && encryption.TryOpen(NameOf(tenant), box[..length]) is { Length: sizeof(int) } depth ? BitConverter.ToInt32(depth) : null;
    }

    private static string NameOf(Guid tenant) => $"cause {tenant}";
}
