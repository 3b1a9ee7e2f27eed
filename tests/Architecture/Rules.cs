using System.Text.RegularExpressions;

namespace FactoryFlow.Architecture.Tests;

/// <summary>A rule about files: what breaks it in one, and a file that does.</summary>
internal sealed record Rule(Func<SourceFile, IEnumerable<string>> Breaches, SourceFile Planted);

/// <summary>The rules of the design that can be read off the text.</summary>
internal static partial class Rules
{
    private const int MostLines = 300, MostLinesOfProgram = 40;

    // Put together here, so that this file does not hold what it forbids.
    private static readonly Regex Machine = new(string.Join('|', "/ho" + "me/[a-z]", "/ro" + "ot/", "/Us" + "ers/[a-z]", "nuget" + @"\.org", "npm" + @"js\.(org|com)", "py" + @"pi\.org", "art" + "ifactory"), RegexOptions.IgnoreCase);

    public static readonly IReadOnlyDictionary<string, Rule> All = new Dictionary<string, Rule>
    {
        ["A service references the protos and the platform, and nothing else of ours"] = new(
            f => f.Is("services/", ".csproj") ? Found(ProjectReference(), f.Text).Where(r => !OwnFoundation().IsMatch(r)) : [],
            new("services/ledger/X.csproj", """<ProjectReference Include="../production/FactoryFlow.Production.csproj" />""")),
        ["The platform knows no factory noun"] = new(
            f => f.Is("platform/", ".cs") ? Found(ForeignNamespace(), f.Text).Concat(Found(FactoryNoun(), Code(f.Text))) : [],
            new("platform/Data/X.cs", "using FactoryFlow.Production.V1;")),
        ["The protos' events know only other events"] = new(
            f => f.Is("protos/Events/", ".cs") ? Found(AnyUsing(), f.Text).Where(u => !u.Contains("FactoryFlow.Events", StringComparison.Ordinal)) : [],
            new("protos/Events/X.cs", "using Npgsql;")),
        ["Nobody opens a connection beside the doorway"] = new(
            f => IsServed(f) && !f.Path.StartsWith("platform/Data/", StringComparison.Ordinal) && !f.Path.StartsWith("platform/Hosting/", StringComparison.Ordinal) ? Found(Connection(), Code(f.Text)) : [],
            new("services/ledger/X.cs", "await using var connection = new NpgsqlConnection(text);")),
        ["Time comes from the clock that is given"] = new(
            f => IsServed(f) ? Found(SystemClock(), Code(f.Text)).Concat(Code(f.Text).Split('\n').Where(l => l.Contains("TimeProvider.System", StringComparison.Ordinal) && !l.Contains("AddSingleton", StringComparison.Ordinal))) : [],
            new("services/ledger/X.cs", "var now = DateTimeOffset.UtcNow;")),
        ["An id takes its time from the clock that is given"] = new(
            f => f.Is("services/", ".cs") ? Found(IdByTheSystemClock(), Code(f.Text)) : [],
            new("services/ledger/X.cs", "var id = Guid.CreateVersion7();")),
        ["Nothing is called a manager, a helper or a util"] = new(
            f => f.Path.EndsWith(".cs", StringComparison.Ordinal) ? Found(VagueName(), Code(f.Text)) : [],
            new("tests/X.cs", "internal static class StringHelper;")),
        ["Permissions are matched in one place"] = new(
            f => (IsServed(f) || f.Is("services/", ".sql")) && f.Path != "platform/Auth/Permission.cs" ? Found(ComparedPermission(), Comment().Replace(f.Text, "")) : [],
            new("services/ledger/X.cs", """if (caller.Permissions.Contains("ledger:read:all")) return;""")),
        ["An RPC stands in a file of its own that is called like it"] = new(
            f => f.Is("services/", ".cs") ? Rpc().Matches(f.Text).Select(m => m.Groups[1].Value).Where((name, i) => i > 0 || name != f.Name) : [],
            new("services/ledger/X.cs", "public override Task<Payment> GetPayment(GetPaymentRequest request, ServerCallContext context)")),
        ["A file fits a reader's head"] = new(
            f => Generated().IsMatch(f.Path) || f.Lines <= MostLines ? [] : [$"{f.Lines} lines"],
            new("platform/X.cs", new string('\n', MostLines + 1))),
        ["A service's Program.cs is its table of contents"] = new(
            f => f.Is("services/", "/Program.cs") && f.Lines >= MostLinesOfProgram ? [$"{f.Lines} lines"] : [],
            new("services/ledger/Program.cs", new string('\n', MostLinesOfProgram))),
        ["No file knows a machine or a package registry"] = new(
            f => f.Path.EndsWith(".snk", StringComparison.Ordinal) ? [] : Found(Machine, f.Text),
            new("README.md", "clone it into /ho" + "me/me")),
        ["A table with a tenant enables and forces row-level security"] = new(
            f => f.Path.EndsWith(".sql", StringComparison.Ordinal) ? Unguarded(f.Text) : [],
            new("services/ledger/Migrations/0001_x.sql", "create table x (\n    tenant_id uuid not null\n);\nalter table x enable row level security;")),
    };

    // What answers calls; the app host, the tests and the bench are tools around it.
    private static bool IsServed(SourceFile file) => file.Is("services/", ".cs") || file.Is("platform/", ".cs") || file.Is("gateway/", ".cs");

    private static IEnumerable<string> Unguarded(string sql)
    {
        foreach (Match table in TenantTable().Matches(sql))
        {
            var name = table.Groups[1].Value;
            foreach (var verb in new[] { "enable", "force" })
                if (!Regex.IsMatch(sql, $@"alter table {name} {verb} row level security") && !InLoop(sql, name, verb))
                    yield return $"{name}: {verb}";
        }
    }

    private static bool InLoop(string sql, string table, string verb) => Loop().Matches(sql).Any(loop =>
        loop.Groups[1].Value.Contains($"'{table}'", StringComparison.Ordinal) && loop.Groups[2].Value.Contains($"alter table %I {verb} row level security", StringComparison.Ordinal));

    private static IEnumerable<string> Found(Regex pattern, string text) => pattern.Matches(text).Select(m => m.Value);

    private static string Code(string text) => CommentOrString().Replace(text, "");

    [GeneratedRegex("""<ProjectReference Include="[^"]*""")]
    private static partial Regex ProjectReference();

    // In C# and in SQL: an element looked for, a text compared with one, an array operator.
    [GeneratedRegex("""
        [Pp]erm(ission)?s?\w*[?!]?\.(Contains|StartsWith|EndsWith|Equals|IndexOf|SequenceEqual)\( | (==|!=|\bis(\ not)?|\blike|=)\s*["'][a-z*][a-z0-9*-]*:[a-z0-9*-]+:[a-z0-9*%-]+["'] |
        \bany\s*\(\s*(\w+\.)?(permissions|grants|denials)\b | \b(permissions|grants|denials)\s*(@>|<@|&&)\s*(array|\{|') | \bpermission\s+(like|similar|~)
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex ComparedPermission();

    [GeneratedRegex(@"\.\./\.\./(platform/FactoryFlow\.Platform|protos/FactoryFlow\.Protos)\.csproj$")]
    private static partial Regex OwnFoundation();

    [GeneratedRegex(@"FactoryFlow\.(?!Platform\b|Options\.V1\b|Common\.V1\b|Identity\.V1\b|Tenancy\.V1\b|Events(;|\b(?!\.)|\.Tenancy\b)|\*)\w+(\.\w+)*")]
    private static partial Regex ForeignNamespace();

    [GeneratedRegex(@"\b(Jobs?|Workers?|Articles?|Wages?|Payments?|Rates?|Earnings?|Shipments?)\b")]
    private static partial Regex FactoryNoun();

    [GeneratedRegex(@"^using [\w.]+;", RegexOptions.Multiline)]
    private static partial Regex AnyUsing();

    [GeneratedRegex(@"\bNpgsql(Connection|DataSource)\b")]
    private static partial Regex Connection();

    [GeneratedRegex(@"\bDateTime(Offset)?\.(UtcNow|Now|Today)\b")]
    private static partial Regex SystemClock();

    [GeneratedRegex(@"Guid\.CreateVersion7\(\)")]
    private static partial Regex IdByTheSystemClock();

    [GeneratedRegex(@"\b(class|record|struct|interface|enum)\s+\w*(Manager|Helper|Util)s?\b")]
    private static partial Regex VagueName();

    [GeneratedRegex(@"public override (?:async )?Task<?[^(]*>? (\w+)\([^)]*ServerCallContext")]
    private static partial Regex Rpc();

    [GeneratedRegex(@"\.(sln|snk)$|package-lock\.json$|^docs/")]
    private static partial Regex Generated();

    [GeneratedRegex(@"create table (?:if not exists )?(\w+) \((?:(?!\);).)*?\btenant_id\b", RegexOptions.Singleline)]
    private static partial Regex TenantTable();

    [GeneratedRegex(@"foreach t in array array\[([^\]]*)\] loop(.*?)end loop", RegexOptions.Singleline)]
    private static partial Regex Loop();

    [GeneratedRegex("""//.*|"(?:\\.|[^"\\\n])*"|/\*.*?\*/""", RegexOptions.None)]
    private static partial Regex CommentOrString();

    [GeneratedRegex("(//|--).*")]
    private static partial Regex Comment();
}
