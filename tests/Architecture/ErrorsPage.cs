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

    /// <summary>What the gateway's own reasons mean, in the order in which a request meets them; they carry no words of their own.</summary>
    private static readonly (string Reason, string Meaning)[] OfGateway =
    [
        (Gateway.Problems.Reasons.MalformedRequest, "The request cannot be read as HTTP: correct the client."),
        (Gateway.Problems.Reasons.RouteNotFound, "There is nothing at this path: compare it with the API description."),
        (Gateway.Problems.Reasons.MethodNotAllowed, "The path does not take this method: the `Allow` header names those that it takes."),
        (Gateway.Problems.Reasons.UnsupportedMediaType, "The body is of a type that is not taken: send `application/json` in UTF-8."),
        (Gateway.Problems.Reasons.BodyTooLarge, "The body is too large: send less at once."),
        (Gateway.Problems.Reasons.MalformedJson, "The body is not JSON: the message says where it stops being so."),
        (Gateway.Problems.Reasons.BodyTooDeep, "The body is nested too deep."),
        (Gateway.Problems.Reasons.UnknownField, "A field or query parameter is not known: `errors` names it."),
        (Gateway.Problems.Reasons.DuplicateField, "A field is given twice."),
        (Gateway.Problems.Reasons.FieldConflict, "A field contradicts another one, or the path."),
        (Gateway.Problems.Reasons.WrongType, "A field holds a value of another type: `errors` says what it takes."),
        (Gateway.Problems.Reasons.ValueOutOfRange, "A number is beyond what the field can hold."),
        (Gateway.Problems.Reasons.InvalidValue, "A value is of the right type, but not one that the field can hold."),
        (Gateway.Problems.Reasons.ServiceUnavailable, "The service behind the path cannot be reached: retry with the same `Idempotency-Key`."),
        (Gateway.Problems.Reasons.DeadlineExceeded, "The service did not answer in time; whether it did the work is not known: retry with the same `Idempotency-Key`."),
        (Gateway.Problems.Reasons.Internal, "Something failed on our side: quote the request id when you report it."),
    ];

    private static readonly int[] BareStatuses = [400, 404, 405, 413, 415, 500, 503, 504];

    public static string Write()
    {
        var page = new StringBuilder("""
            # Errors

            Every refusal is a problem document (RFC 9457) with `code`, which is coarse and meant for programs to branch on, `reason`, which says exactly
            what happened, and `errors`, which names the fields at fault. Reasons are never renamed. Where several hold, the first in the order
            below is answered: what the gateway finds, what every service checks, what the service itself decides.

            This page is written from the code; a test compares it.


            """);
        Section(page, "gateway", OfGateway.Select(r => Row(r.Reason, OfGatewayItself(r.Reason), r.Meaning)));
        Section(page, "every service", ReasonsOf(typeof(CommonReasons)));
        foreach (var service in Services) Section(page, service, ReasonsOf(DeclaredBy(service)));
        return page.ToString();
    }

    /// <summary>The gateway's reasons that the table above leaves out, or that are no more.</summary>
    public static IEnumerable<string> Unexplained() => typeof(Gateway.Problems.Reasons).GetFields().Select(f => (string)f.GetRawConstantValue()!).Except(OfGateway.Select(r => r.Reason))
        .Concat(OfGateway.Select(r => r.Reason).Except(typeof(Gateway.Problems.Reasons).GetFields().Select(f => (string)f.GetRawConstantValue()!)));

    private static Type DeclaredBy(string service)
    {
        var name = char.ToUpperInvariant(service[0]) + service[1..];
        return Assembly.Load($"FactoryFlow.{name}").GetType($"FactoryFlow.{name}.Reasons", throwOnError: true)!;
    }

    private static IEnumerable<string> ReasonsOf(Type type) => new ReasonCatalogue(type).All.Select(r =>
    {
        var (status, code) = GrpcProblems.Map(r.Status);
        return Row(r.Name, (r.HttpStatus ?? status, r.Code ?? code), r.Title);
    });

    private static (int Status, string Code) OfGatewayItself(string reason)
    {
        var bare = BareStatuses.Select(Problem.Of).FirstOrDefault(p => p.Reason == reason);
        if (bare is not null) return (bare.Status, bare.Code);
        var faults = new Faults();
        faults.Add(reason, "field", "is at fault");
        var problem = Problem.Of(faults);
        return (problem.Status, problem.Code);
    }

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
