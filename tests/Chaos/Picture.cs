using System.Diagnostics;
using System.Globalization;
using System.Text;
using Dapper;

namespace FactoryFlow.Chaos.Tests;

/// <summary>What a person would look at when the system stands still: outboxes and inboxes, health, the broker's queues, and the last lines of every log.</summary>
internal static class Picture
{
    private const int LastLines = 40;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(45);

    /// <summary>The picture; a part that cannot be had says why.</summary>
    public static async Task<string> Of(RunningSystem system)
    {
        var text = new StringBuilder();
        foreach (var service in system.Services) await Part($"{service}: outbox and inbox", () => Rows(system, service));
        await Part("health", async () => (await system.Anybody.Get("/health/ready")).Body);
        await Part("queues", () => Queues(system));
        foreach (var name in system.Services.Append("gateway").Append("rabbitmq"))
            await Part($"{name}: log", () => Task.FromResult(string.Join(Environment.NewLine, system.Handle.Log(name).TakeLast(LastLines).Select(line => line.Text))));
        return text.ToString();

        async Task Part(string title, Func<Task<string>> look)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"--- {title}");
            try
            {
                text.AppendLine(await look().WaitAsync(s_limit));
            }
            catch (Exception e)
            {
                text.AppendLine(e.Message);
            }
        }
    }

    private static async Task<string> Rows(RunningSystem system, string service)
    {
        await using var connection = await system.OpenAsAdministrator(service);
        var rows = await connection.QueryAsync<string>("""
            select format('outbox %s %s', type, count(*)) from outbox group by type
            union all select format('inbox %s %s, the last at %s', consumer, count(*), max(handled_time)) from inbox group by consumer
            """);
        return string.Join(Environment.NewLine, rows);
    }

    // The broker's own tool, in the surroundings of the broker's process: it alone knows leaders and what is not acknowledged.
    private static async Task<string> Queues(RunningSystem system)
    {
        var process = system.Handle.ProcessId("rabbitmq") ?? throw new InvalidOperationException("the broker does not run");
        var arguments = (await File.ReadAllTextAsync($"/proc/{process}/environ")).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        var plugins = Array.Find(arguments, a => a.StartsWith("ERL_LIBS=", StringComparison.Ordinal))!["ERL_LIBS=".Length..];
        var start = new ProcessStartInfo(Path.Combine(plugins, "../sbin/rabbitmqctl")) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        foreach (var argument in arguments) start.Environment[argument[..argument.IndexOf('=', StringComparison.Ordinal)]] = argument[(argument.IndexOf('=', StringComparison.Ordinal) + 1)..];
        string[] asked = ["-q", "list_queues", "name", "state", "messages_ready", "messages_unacknowledged", "consumers", "leader"];
        foreach (var argument in asked) start.ArgumentList.Add(argument);
        using var tool = Process.Start(start)!;
        return await tool.StandardOutput.ReadToEndAsync() + await tool.StandardError.ReadToEndAsync();
    }
}
