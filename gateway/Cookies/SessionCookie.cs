using FactoryFlow.Gateway.Problems;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Errors;
using Microsoft.AspNetCore.Authentication.Cookies;
using Kind = FactoryFlow.Options.V1.Access.Types.Kind;

namespace FactoryFlow.Gateway.Cookies;

/// <summary>
/// A session that lives in the browser's cookies, out of reach of scripts. Customers have cookies of their own names, so that somebody
/// may be signed in to the portal and to the back office of one site at once; the CSRF token that a page shows says which of the two it means.
/// </summary>
internal sealed class SessionCookie
{
    private const string CsrfHeader = "X-CSRF-Token";

    // The one place that takes refresh tokens; nowhere else are they sent.
    private const string RefreshPath = "/api/v1/auth";

    private static readonly Names OfStaff = new("auth_token", "session_token", "csrf_token", TimeSpan.FromDays(7));
    private static readonly Names OfCustomers = new("customer_auth_token", "customer_session_token", "customer_csrf_token", TimeSpan.FromDays(30));

    // A token that names many rights is longer than what browsers take as one cookie.
    private static readonly ChunkingCookieManager Jar = new();

    private readonly Names _names;
    private readonly string _accessToken;

    private SessionCookie(Names names, string accessToken, bool isVouchedFor) => (_names, _accessToken, IsVouchedFor) = (names, accessToken, isVouchedFor);

    /// <summary>What the session would send as its header.</summary>
    public string Authorization => "Bearer " + _accessToken;

    /// <summary>Whether the page showed the session's CSRF token, without which nothing may be changed.</summary>
    public bool IsVouchedFor { get; }

    /// <summary>The session that a request's cookies carry: the one that it shows the CSRF token of, or else staff's before customers'.</summary>
    public static SessionCookie? Find(HttpContext context)
    {
        if (context.Request.Headers.Cookie.Count == 0) return null;
        var shown = context.Request.Headers[CsrfHeader] is [{ Length: > 0 } value] ? value : null;
        var (staff, customer) = (Read(context, OfStaff, shown), Read(context, OfCustomers, shown));
        return customer is not null && (staff is null || (customer.IsVouchedFor && !staff.IsVouchedFor)) ? customer : staff;
    }

    /// <summary>The refusal of a change whose page did not show the CSRF token.</summary>
    public static Refusal NotVouchedFor() =>
        Reasons.CsrfTokenInvalid.Refuse($"A call that changes something and is authenticated by cookies must send the value of the cookie {OfStaff.Csrf} (or {OfCustomers.Csrf}) as {CsrfHeader}.");

    /// <summary>Puts a session into cookies, and takes its tokens out of the answer.</summary>
    public static void Put(HttpContext context, Session session)
    {
        var names = session.User?.Kind == Kind.Customer ? OfCustomers : OfStaff;
        Jar.AppendResponseCookie(context, names.Access, session.AccessToken, Options(context, names.Lifetime));
        context.Response.Cookies.Append(names.Refresh, session.RefreshToken, Options(context, names.Lifetime, path: RefreshPath));
        context.Response.Cookies.Append(names.Csrf, CsrfToken.Of(session.AccessToken), Options(context, names.Lifetime, isReadable: true));
        session.AccessToken = session.RefreshToken = "";
    }

    /// <summary>The refresh token beside it, which is only sent where one is taken.</summary>
    public string? RefreshToken(HttpContext context) => context.Request.Cookies[_names.Refresh] is { Length: > 0 } token ? token : null;

    /// <summary>Takes the session out of the browser.</summary>
    public void Remove(HttpContext context)
    {
        Jar.DeleteCookie(context, _names.Access, Options(context, TimeSpan.Zero));
        context.Response.Cookies.Delete(_names.Refresh, Options(context, TimeSpan.Zero, path: RefreshPath));
        context.Response.Cookies.Delete(_names.Csrf, Options(context, TimeSpan.Zero, isReadable: true));
    }

    private static SessionCookie? Read(HttpContext context, Names names, string? shown) =>
        Jar.GetRequestCookie(context, names.Access) is { Length: > 0 } token ? new SessionCookie(names, token, CsrfToken.Fits(shown, token)) : null;

    private static CookieOptions Options(HttpContext context, TimeSpan lifetime, string path = "/", bool isReadable = false) => new()
    {
        HttpOnly = !isReadable,
        Secure = !IsLoopbackWithoutTls(context.Request),
        SameSite = SameSiteMode.Lax,
        Path = path,
        MaxAge = lifetime > TimeSpan.Zero ? lifetime : null,
    };

    // Not every browser takes a secure cookie from a page on this machine that has no TLS.
    private static bool IsLoopbackWithoutTls(HttpRequest request) =>
        !request.IsHttps && (request.Host.Host is "localhost" or "127.0.0.1" or "[::1]" || request.Host.Host.EndsWith(".localhost", StringComparison.Ordinal));

    /// <param name="Access">Holds the access token. It stays when the token has expired, so that the client is told to refresh.</param>
    /// <param name="Refresh">Holds the refresh token.</param>
    /// <param name="Csrf">Holds what pages show; the only one that they can read.</param>
    /// <param name="Lifetime">As long as identity lets a session live that nobody continues; identity has the last word.</param>
    private sealed record Names(string Access, string Refresh, string Csrf, TimeSpan Lifetime);
}
