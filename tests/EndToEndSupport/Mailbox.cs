using System.Text.RegularExpressions;

namespace FactoryFlow.EndToEnd.Support;

/// <summary>What the system mailed: in Development files under its data folder.</summary>
public sealed partial class Mailbox
{
    private readonly string _folder;

    private Mailbox(string folder) => _folder = folder;

    public static Mailbox Of(RunningSystem system) => new(Path.Combine(system.Handle.DataFolder, "outbox"));

    /// <summary>The newest mail of a kind about a tenant, once there are so many.</summary>
    /// <param name="kind">Such as <c>magic-link</c>.</param>
    /// <param name="slug">The tenant's slug.</param>
    /// <param name="number">How many there must be.</param>
    public async Task<Mail> Receive(string kind, string slug, int number = 1) =>
        (await Eventually.Sees(() => Task.FromResult(Mails(kind, slug)), mails => mails.Count >= number))[^1];

    /// <summary>What workflows of a tenant told an address, once there are so many; the oldest first.</summary>
    public Task<List<Mail>> Notices(string slug, string address, int number) => Eventually.Sees(
        () => Task.FromResult(Read($"* notification {address} *.eml").Where(mail => mail.Text.Contains($"A workflow of {slug} ", StringComparison.Ordinal)).ToList()), mails => mails.Count >= number);

    private List<Mail> Mails(string kind, string slug) =>
        [.. Read($"* {kind} *.eml").Where(mail => mail.Text.Contains($"?tenant={slug}#", StringComparison.Ordinal))];

    private IEnumerable<Mail> Read(string pattern) => !Directory.Exists(_folder) ? [] :
        Directory.EnumerateFiles(_folder, pattern).Order(StringComparer.Ordinal).Select(file => new Mail(file, File.ReadAllText(file)));

    /// <summary>A mail.</summary>
    public sealed partial record Mail(string File, string Text)
    {
        /// <summary>The link in it.</summary>
        public string Link => LinkInText().Match(Text).Value;

        /// <summary>What stands behind # in its link.</summary>
        public string Token => Link[(Link.IndexOf("#token=", StringComparison.Ordinal) + "#token=".Length)..];

        [GeneratedRegex(@"https?://\S+#token=\S+")]
        private static partial Regex LinkInText();
    }
}
