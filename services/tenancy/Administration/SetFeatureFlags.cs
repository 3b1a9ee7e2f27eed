using System.Text.Json;
using System.Text.RegularExpressions;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Administration;

internal sealed partial class TenantAdministrationService
{
    private const int MostFlags = 100;

    public override Task<V1.Tenant> SetFeatureFlags(SetFeatureFlagsRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("tenant_id", request.TenantId);
        if (check.AtMost("flags", request.Flags.Count, MostFlags))
            foreach (var name in request.Flags.Keys)
                check.That(FlagName().IsMatch(name), $"flags[{name}]", "must be a lower-case letter, then at most 62 lower-case letters, digits and underscores");
        check.Done();
        var flags = JsonSerializer.Serialize(new SortedDictionary<string, bool>(request.Flags, StringComparer.Ordinal));
        return Change(context, request, id, request.Etag, "tenant.feature_flags_set", tenant => tenant with { FeatureFlags = flags });
    }

    [GeneratedRegex(@"^[a-z][a-z0-9_]{0,62}\z")]
    private static partial Regex FlagName();
}
