using FactoryFlow.Gateway.Api;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Errors;
using Google.Protobuf;
using Grpc.Core;

namespace FactoryFlow.Gateway.Cookies;

/// <summary>
/// A call that hands sessions out or takes their refresh tokens, from a client that asks for cookies (<c>X-Session-Mode: cookie</c>):
/// what the message lacks comes out of the cookies, and what the answer would show goes into them. The header alone keeps foreign pages from
/// signing anybody in: a browser asks us before it sends it.
/// </summary>
internal sealed class CookieMode
{
    private const string ModeHeader = "X-Session-Mode";

    // Identity answers an unknown token as is right for no token: there is no such session.
    private const string NoToken = "none";

    private readonly HttpContext _context;
    private readonly HttpBinding _binding;
    private SessionCookie? _spent;

    private CookieMode(HttpContext context, HttpBinding binding) => (_context, _binding) = (context, binding);

    /// <summary>The call's cookie mode; null when it is a call like any other.</summary>
    public static CookieMode? Of(HttpContext context, HttpBinding binding) =>
        (binding.AnswersSession || binding.RefreshToken is not null) && string.Equals(context.Request.Headers[ModeHeader], "cookie", StringComparison.OrdinalIgnoreCase)
            ? new CookieMode(context, binding)
            : null;

    /// <summary>Fills the refresh token in where the message has none; refused when the page did not show the session's CSRF token.</summary>
    public Refusal? Supply(IMessage message)
    {
        if (_binding.RefreshToken is not { } field || field.Accessor.GetValue(message) is string { Length: > 0 }) return null;
        var cookie = SessionCookie.Find(_context);
        if (cookie is { IsVouchedFor: false }) return SessionCookie.NotVouchedFor();
        field.Accessor.SetValue(message, cookie?.RefreshToken(_context) ?? NoToken);
        _spent = cookie;
        return null;
    }

    /// <summary>Puts the session of an answer into cookies; one that was ended is taken out of them.</summary>
    public void Receive(IMessage answer)
    {
        if (answer is Session session) SessionCookie.Put(_context, session);
        else _spent?.Remove(_context);
    }

    /// <summary>Takes a session that is over out of the cookies.</summary>
    public void Refused(StatusCode status)
    {
        if (status == StatusCode.Unauthenticated) _spent?.Remove(_context);
    }
}
