using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Users;

/// <summary>Address and name of somebody as they are kept: one box, bound to the user, the invitation or the signup by its id.</summary>
internal static class SealedProfile
{
    // No address holds a line break.
    public static byte[] Seal(IPersonalData personal, Guid id, string email, string name) => personal.Seal(PlaceOf(id), $"{email}\n{name}");

    public static (string Email, string Name) Open(IPersonalData personal, Guid id, byte[] box)
    {
        var text = personal.Open(PlaceOf(id), box);
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        return (text[..end], text[(end + 1)..]);
    }

    private static string PlaceOf(Guid id) => $"user {id}";
}
