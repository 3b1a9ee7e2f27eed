using FactoryFlow.Options.V1;

namespace FactoryFlow.Identity.Sessions;

/// <summary>How long what a session hands out counts.</summary>
/// <param name="Access">The access token.</param>
/// <param name="Refresh">The refresh token, and with it a session that nobody continues.</param>
internal sealed record SessionLifetime(TimeSpan Access, TimeSpan Refresh)
{
    private static readonly SessionLifetime Portal = new(TimeSpan.FromHours(8), TimeSpan.FromDays(30));
    private static readonly SessionLifetime Ordinary = new(TimeSpan.FromMinutes(15), TimeSpan.FromDays(7));

    /// <summary>The longest that any access token counts.</summary>
    public static TimeSpan LongestAccess => Portal.Access;

    /// <summary>Customers, who look at their own orders now and then, sign in rarely; everybody else's rights must follow soon.</summary>
    public static SessionLifetime Of(Access.Types.Kind kind) => kind is Options.V1.Access.Types.Kind.Customer ? Portal : Ordinary;
}
