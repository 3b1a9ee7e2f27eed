using System.Globalization;
using System.Net;
using System.Text.Json;

namespace FactoryFlow.Tenancy.Domains;

/// <summary>
/// Cloudflare: the zone must have a CNAME record that names the domain and points to our target. A record of that name that is
/// there already is as good when it points to us.
/// </summary>
internal sealed class Cloudflare(CloudflareSettings settings, TimeProvider clock) : IDomainProvider, IDisposable
{
    /// <summary>The name that requests and facts know it by.</summary>
    public const string Name = "CLOUDFLARE";

    private const int AutomaticTimeToLive = 1;

    // "A record of that name exists": of any kind, a CNAME, one with the same content, an identical one.
    private static readonly int[] Exists = [81053, 81054, 81057, 81058];

    private readonly ProviderApi _api = new("Cloudflare", settings.BaseAddress, settings.Token, clock);
    private readonly string _records = $"zones/{Uri.EscapeDataString(settings.ZoneId)}/dns_records";

    public string ProviderName => Name;

    public async Task<DomainAnswer> Connect(string domain, CancellationToken ct)
    {
        var record = new { type = "CNAME", name = domain, content = settings.Target, ttl = AutomaticTimeToLive, proxied = false };
        var created = await _api.Call(HttpMethod.Post, _records, record, ct);
        if (Succeeded(created) && IsOurs(Result(created), domain)) return DomainAnswer.Connected;
        if (Code(created) is not { } code || !Exists.Contains(code)) return created.Problem(Text(Code(created)));

        var found = await _api.Call(HttpMethod.Get, $"{_records}?name.exact={domain}&per_page=100", null, ct);
        if (!Succeeded(found) || Result(found) is not { ValueKind: JsonValueKind.Array } records) return found.Problem(Text(Code(found)));
        return records.EnumerateArray().Any(r => IsOurs(r, domain))
            ? DomainAnswer.Connected
            : created.Problem("Cloudflare has a record of that name that points elsewhere: remove it", Text(code));
    }

    public void Dispose() => _api.Dispose();

    private bool IsOurs(JsonElement record, string domain) =>
        ProviderReply.Text(record, "type") == "CNAME" && Same(ProviderReply.Text(record, "name"), domain) && Same(ProviderReply.Text(record, "content"), settings.Target);

    private static bool Same(string? one, string other) => string.Equals(one?.TrimEnd('.'), other.TrimEnd('.'), StringComparison.OrdinalIgnoreCase);

    private static bool Succeeded(ProviderReply reply) => reply.Status is HttpStatusCode.OK or HttpStatusCode.Created && reply.IsTrue("success");

    private static JsonElement Result(ProviderReply reply) => reply.Body.TryGetProperty("result", out var result) ? result : default;

    private static int? Code(ProviderReply reply) =>
        reply.Body.ValueKind == JsonValueKind.Object && reply.Body.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array
            && errors.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } first
            && first.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.Number && code.TryGetInt32(out var number) ? number : null;

    private static string? Text(int? code) => code?.ToString(CultureInfo.InvariantCulture);
}
