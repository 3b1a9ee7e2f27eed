using System.Reflection;
using System.Text;
using FactoryFlow.Gateway.Problems;
using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Architecture.Tests;

/// <summary>docs/errors.md as the code has it.</summary>
internal static class ErrorsPage
{
    public const string Path = "docs/errors.md";

    private static readonly string[] Services = ["identity", "tenancy", "workflow", "production", "ledger"];

    public static string Write()
    {
        var page = new StringBuilder("""
            # Errors

            Every refusal is a problem document (RFC 9457) with `code`, which is coarse and meant for programs to branch on, `reason`, which says exactly
            what happened, and `errors`, which names the fields at fault. Reasons are never renamed. Where several hold, the first in the order
            below is answered: what the gateway finds, what every service checks, what the service itself decides.

            This page is written from the code; a test compares it.


            """);
        Section(page, "gateway", ReasonsOf(typeof(Gateway.Problems.Reasons)));
        Section(page, "every service", ReasonsOf(typeof(CommonReasons)));
        foreach (var service in Services) Section(page, service, ReasonsOf(DeclaredBy(service)));
        return page.ToString();
    }

    private static Type DeclaredBy(string service)
    {
        var name = char.ToUpperInvariant(service[0]) + service[1..];
        return Assembly.Load($"FactoryFlow.{name}").GetType($"FactoryFlow.{name}.Reasons", throwOnError: true)!;
    }

    private static IEnumerable<string> ReasonsOf(Type type) => new ReasonCatalogue(type).All.Select(r =>
    {
        var (status, code) = StatusMapping.Of(r.Status);
        return Row(r.Name, (r.HttpStatus ?? status, r.Code ?? code), r.Title);
    });

    private static string Row(string name, (int Status, string Code) http, string meaning) => $"| `{name}` | {http.Status} | `{http.Code}` | {meaning} |";

    private static void Section(StringBuilder page, string title, IEnumerable<string> rows)
    {
        var lines = rows.ToList();
        page.Append("## ").Append(char.ToUpperInvariant(title[0])).Append(title[1..]).Append("\n\n");
        if (lines.Count == 0) page.Append("None of its own yet.\n");
        else page.Append("| reason | HTTP | code | what it means and what to do |\n|---|---|---|---|\n").AppendJoin('\n', lines).Append('\n');
        page.Append('\n');
    }
}
