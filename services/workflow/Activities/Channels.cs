using System.Collections.Immutable;
using FactoryFlow.Platform.Data;
using FactoryFlow.Workflow.Definitions;

namespace FactoryFlow.Workflow.Activities;

/// <summary>
/// The channels that a tenant's people are told things on. As with every flag, what is not named is off, but for mail, which is on until
/// <c>notifications_email</c> says otherwise.
/// </summary>
internal static class Channels
{
    /// <summary>Asks for the tenant's flags that are about channels, as far as this service has heard of them.</summary>
    public static Answer<string> Ask(TenantTx tx) => tx.Ask<string>($"""
        select flag.key || '=' || flag.value::text from tenant_states, jsonb_each(state -> 'featureFlags') flag where tenant_id = {tx.TenantId} and starts_with(flag.key, 'notifications_')
        """);

    /// <summary>The channels that are off.</summary>
    public static ImmutableHashSet<string> Closed(Answer<string> flags) => [.. DefinitionReader.Channels.Where(channel =>
        channel == Notification.Email ? flags.Rows.Contains("notifications_email=false") : !flags.Rows.Contains($"notifications_{channel.ToLowerInvariant()}=true"))];
}
