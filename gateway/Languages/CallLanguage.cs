using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Languages;
using Google.Protobuf;
using Microsoft.Net.Http.Headers;

namespace FactoryFlow.Gateway.Languages;

/// <summary>
/// Which language a call is answered in: what the caller has chosen for themselves, else what the request prefers, else English.
/// A browser sends <c>Accept-Language</c> with every request, whoever sits in front of it: only the setting is somebody's own word.
/// </summary>
internal sealed class CallLanguage
{
    private readonly string _chosen;

    private CallLanguage(string chosen) => _chosen = chosen;

    /// <summary>Remembers what the caller, who is known by now, has chosen.</summary>
    public static void Remember(HttpContext context, Caller caller)
    {
        if (Language.IsOurs(caller.Locale)) context.Features.Set(new CallLanguage(caller.Locale!));
    }

    public static string Of(HttpContext context) =>
        context.Features.Get<CallLanguage>()?._chosen ?? Language.Preferred(context.Request.Headers.AcceptLanguage.ToString()) ?? Language.English;

    /// <summary>Says an answer that is for people in the language of the call, and which that is.</summary>
    public static void Say(HttpContext context, IMessage answer) => SpokenAnswer.Say(answer, Speak(context));

    /// <summary>The catalogue of the call's language, in which the answer says that it is.</summary>
    public static Catalogue Speak(HttpContext context)
    {
        var catalogue = Catalogue.Of(Of(context));
        context.Response.Headers.ContentLanguage = catalogue.Code;
        context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptLanguage);
        return catalogue;
    }
}
