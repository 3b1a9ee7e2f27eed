using System.Globalization;

namespace FactoryFlow.Gateway.OpenApi;

/// <summary>Every reason for a refusal, as docs/errors.md lists them.</summary>
internal sealed class ReasonTable
{
    public const string Gateway = "Gateway";
    public const string EveryService = "Every service";

    private readonly Dictionary<string, Dictionary<string, ReasonRow>> _sections = new(StringComparer.OrdinalIgnoreCase);

    private ReasonTable()
    {
    }

    /// <summary>What the gateway finds and what every service checks, in order of precedence, each once.</summary>
    public IEnumerable<ReasonRow> Common => _sections[Gateway].Values.Concat(_sections[EveryService].Values).DistinctBy(row => row.Name);

    /// <summary>The sections of the page in its order.</summary>
    public IEnumerable<(string Title, IEnumerable<ReasonRow> Rows)> Sections => _sections.Select(section => (section.Key, section.Value.Values.AsEnumerable()));

    public static ReasonTable Load()
    {
        using var stream = typeof(ReasonTable).Assembly.GetManifestResourceStream("errors.md") ?? throw new InvalidOperationException("The gateway was built without docs/errors.md.");
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }

    /// <summary>The reason of a name, as the service explains it where it does; null where there is none.</summary>
    public ReasonRow? Find(string service, string name) =>
        (_sections.GetValueOrDefault(service) is { } own ? _sections.Values.Prepend(own) : _sections.Values)
            .Select(section => section.GetValueOrDefault(name))
            .FirstOrDefault(row => row is not null);

    private static ReasonTable Parse(string page)
    {
        var table = new ReasonTable();
        var section = new Dictionary<string, ReasonRow>();
        foreach (var line in page.Split('\n'))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal)) section = table._sections[line[3..]] = new(StringComparer.Ordinal);
            if (!line.StartsWith("| `", StringComparison.Ordinal)) continue;
            var cells = line.Trim('|', ' ').Split(" | ", 4);
            var row = new ReasonRow(cells[0].Trim('`'), int.Parse(cells[1], CultureInfo.InvariantCulture), cells[2].Trim('`'), cells[3]);
            section[row.Name] = row;
        }

        return table;
    }
}

/// <summary>One reason for a refusal.</summary>
internal sealed record ReasonRow(string Name, int Status, string Code, string Meaning);
