using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace FactoryFlow.Bench;

/// <summary>
/// A tenant that floods the system, in a process of its own: what it does to itself, with thousands of calls under way, must not be measured as
/// what it does to others. bench flood {address} {calls a second} {file with the token and, line by line, steps to complete}
/// </summary>
internal static class Flooding
{
    /// <summary>As many calls are under way at most.</summary>
    public const int MostUnderWay = 2_000;

    /// <summary>What it says when it begins, and once it is told to wait.</summary>
    public const string Begun = "begun", Limited = "limited";

    /// <summary>Runs until it is ended.</summary>
    public static async Task<int> Run(string[] args)
    {
        var lines = await File.ReadAllLinesAsync(args[3]);
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 8192 }) { BaseAddress = new Uri(args[1]), Timeout = TimeSpan.FromSeconds(60) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", lines[0]);
        var steps = new WaitingSteps(lines.Skip(1).Select(line => line.Split(' ')).Select(ids => new WaitingStep(Guid.Empty, http, Guid.Parse(ids[0]), Guid.Parse(ids[1]))));
        var isLimited = 0;
        Console.WriteLine(Begun);
        await new OpenLoop(int.Parse(args[2], CultureInfo.InvariantCulture), MostUnderWay, TimeSpan.FromMinutes(5)).Run(async () =>
        {
            var response = await steps.TryComplete();
            if (response?.StatusCode == HttpStatusCode.TooManyRequests && Interlocked.Exchange(ref isLimited, 1) == 0) Console.WriteLine(Limited);
            return response;
        });
        return 0;
    }
}
