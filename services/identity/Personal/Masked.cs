using FactoryFlow.Identity.Roles;
using FactoryFlow.Options.V1;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Personal;

/// <summary>
/// What an entry that is kept for ever says of an address or a name: enough to see that it changed, and to tell two from each other,
/// and not who it is.
/// </summary>
internal static class Masked
{
    /// <summary>What is said of somebody who is added without being asked for by an RPC.</summary>
    public static Json Added(IPersonalData personal, Guid id, string email, string name, Access.Types.Kind kind, SystemRole role) =>
        Changes.Between(null, new V1.User { Id = id.ToString(), Email = Text(personal, email), Name = Text(personal, name), Kind = kind, Roles = { role.Name } });

    public static string Text(IPersonalData personal, string text)
    {
        if (text.Length == 0) return "";
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return $"{text.EnumerateRunes().First()}***{(at < 0 ? "" : text[at..])} {Convert.ToHexStringLower(personal.Fingerprint(text).AsSpan(0, 4))}";
    }
}
