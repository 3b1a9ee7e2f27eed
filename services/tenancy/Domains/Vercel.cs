using System.Net;

namespace FactoryFlow.Tenancy.Domains;

/// <summary>
/// Vercel: the domain must be one of the project's, and verified. Adding one that is there already is refused, by one status or
/// another; what counts then is whether the project has it.
/// </summary>
internal sealed class Vercel(VercelSettings settings, TimeProvider clock) : IDomainProvider, IDisposable
{
    /// <summary>The name that requests and facts know it by.</summary>
    public const string Name = "VERCEL";

    private readonly ProviderApi _api = new("Vercel", settings.BaseAddress, settings.Token, clock);
    private readonly string _project = Uri.EscapeDataString(settings.ProjectId);
    private readonly string _query = settings.TeamId is { Length: > 0 } team ? "?teamId=" + Uri.EscapeDataString(team) : "";

    public string ProviderName => Name;

    public async Task<DomainAnswer> Connect(string domain, CancellationToken ct)
    {
        var added = await _api.Call(HttpMethod.Post, $"v10/projects/{_project}/domains{_query}", new { name = domain }, ct);
        if (added.Status is HttpStatusCode.BadRequest or HttpStatusCode.Conflict)
        {
            var found = await _api.Call(HttpMethod.Get, $"v9/projects/{_project}/domains/{domain}{_query}", null, ct);
            if (found.Status is HttpStatusCode.NotFound) return added.Problem("Vercel refuses the domain, and the project does not have it", Code(added));
            added = found;
        }

        if (!Has(added, domain)) return added.Problem(Code(added));
        return added.IsTrue("verified") ? DomainAnswer.Connected : await Verify(domain, ct);
    }

    public void Dispose() => _api.Dispose();

    private async Task<DomainAnswer> Verify(string domain, CancellationToken ct)
    {
        var verified = await _api.Call(HttpMethod.Post, $"v9/projects/{_project}/domains/{domain}/verify{_query}", null, ct);
        if (Has(verified, domain) && verified.IsTrue("verified")) return DomainAnswer.Connected;
        return verified.Status is HttpStatusCode.OK or HttpStatusCode.BadRequest
            ? verified.Problem("Vercel has the domain but could not verify it: its project page names the record that is missing", Code(verified))
            : verified.Problem(Code(verified));
    }

    private static bool Has(ProviderReply reply, string domain) =>
        reply.Status is HttpStatusCode.OK && string.Equals(ProviderReply.Text(reply.Body, "name"), domain, StringComparison.OrdinalIgnoreCase);

    private static string? Code(ProviderReply reply) =>
        reply.Body.ValueKind == System.Text.Json.JsonValueKind.Object && reply.Body.TryGetProperty("error", out var error) ? ProviderReply.Text(error, "code") : null;
}
