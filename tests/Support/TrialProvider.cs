using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FactoryFlow.Testing;

/// <summary>A provider's side of the wire, on a port of its own: answers each call as the test plays it, and remembers what it was asked.</summary>
public sealed class TrialProvider : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TrialProvider(WebApplication app) => _app = app;

    /// <summary>Its calls in order, each as method, path with query, authorization and body.</summary>
    public ConcurrentQueue<(string Call, string Authorization, string Body)> Calls { get; } = new();

    /// <summary>What it does with a call, which is named as <c>METHOD /path?query</c>.</summary>
    public Func<string, HttpContext, Task> Play { get; set; } = (_, http) => Say(http, 500, "");

    /// <summary>Where it is, with a slash at the end.</summary>
    public Uri Address => new(_app.Urls.Single() + "/");

    /// <summary>Starts one on a free port of this machine.</summary>
    public static async Task<TrialProvider> Start(Func<string, HttpContext, Task>? play = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var provider = new TrialProvider(builder.Build());
        if (play is not null) provider.Play = play;
        provider._app.Run(provider.Serve);
        await provider._app.StartAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return provider;
    }

    /// <summary>The body of a call that is being played.</summary>
    public static string BodyOf(HttpContext http) => (string)http.Items["body"]!;

    /// <summary>Answers a status and a body.</summary>
    public static Task Say(HttpContext http, int status, string body, params (string Name, string Value)[] headers)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        foreach (var (name, value) in headers) http.Response.Headers[name] = value;
        return http.Response.WriteAsync(body, http.RequestAborted);
    }

    /// <summary>Promises more than it sends, and hangs up.</summary>
    public static async Task HangUp(HttpContext http)
    {
        http.Response.ContentLength = 1000;
        await http.Response.WriteAsync("{\"name\":", http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
        http.Abort();
    }

    /// <summary>Says nothing for as long as the caller waits.</summary>
    public static Task StaySilent(HttpContext http) => Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Serve(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var call = $"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}";
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        http.Items[nameof(body)] = body;
        Calls.Enqueue((call, http.Request.Headers.Authorization.ToString(), body));
        await Play(call, http);
    }
}
