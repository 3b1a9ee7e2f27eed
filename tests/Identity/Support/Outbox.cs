using System.Text.RegularExpressions;
using FactoryFlow.AppHost.Servers;
using Npgsql;

namespace FactoryFlow.Identity.Tests.Support;

/// <summary>The folder that mails are put into; all servers on one database share it, since any of them may send.</summary>
internal sealed class Outbox
{
    private static readonly string Root = Path.Combine(Path.GetTempPath(), $"factoryflow-outbox-{Environment.ProcessId}");

    private Outbox(string folder) => Folder = folder;

    public string Folder { get; }

    public static Outbox Of(ServiceDatabase database) => new(Path.Combine(Root, new NpgsqlConnectionStringBuilder(database.AppConnectionString).Database!));

    public static void DeleteAll()
    {
        if (Directory.Exists(Root)) Directory.Delete(Root, recursive: true);
    }

    /// <summary>The newest mail of a kind that a tenant's people were sent, once there are so many.</summary>
    public async Task<ReceivedMail> Receive(string kind, string slug, int number = 1)
    {
        var limit = Limit.Soon();
        while (true)
        {
            limit.ThrowIfCancellationRequested();
            if (Mails(kind, slug) is var mails && mails.Count >= number) return mails[^1];
            await Task.Delay(50, limit);
        }
    }

    /// <summary>Every mail of a kind that a tenant's people were sent, oldest first.</summary>
    public IReadOnlyList<ReceivedMail> Mails(string kind, string slug) => !Directory.Exists(Folder) ? [] :
    [
        .. Directory.EnumerateFiles(Folder, $"* {kind} *.eml").Order(StringComparer.Ordinal)
            .Select(file => new ReceivedMail(file, File.ReadAllText(file))).Where(mail => mail.Text.Contains($"https://{slug}.factory.example/", StringComparison.Ordinal)),
    ];
}

/// <summary>A mail as it arrived.</summary>
internal sealed partial record ReceivedMail(string File, string Text)
{
    /// <summary>What stands behind # in its link.</summary>
    public string Token => TokenInLink().Match(Text).Groups[1].Value;

    [GeneratedRegex("#token=([A-Za-z0-9_-]+)")]
    private static partial Regex TokenInLink();
}
