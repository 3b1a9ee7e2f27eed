using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Workflow.Definitions;

/// <summary>Who may have run what reaches out of the workflow: by itself, later, and whoever moves the instances.</summary>
internal static class Publishing
{
    private static readonly Permission AddsCredentials = Permission.Parse("workflow-credentials:create:all"), AddsWebhooks = Permission.Parse("webhooks:create:all");

    /// <summary>That somebody may put it to use: who may add no key may not have others' keys used, and who may send nothing out may not have it sent.</summary>
    /// <param name="definition">What is to run.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="caller">Who wants that.</param>
    /// <exception cref="Refusal">PERMISSION_MISSING.</exception>
    public static void Require(Definition definition, string name, Caller caller)
    {
        if (definition.Does(ActivityType.CallApi) && !caller.Holds(AddsCredentials))
            throw CommonReasons.PermissionMissing.Refuse($"{name} calls the API with a credential: publishing it requires the permission {AddsCredentials}, which you do not hold.");
        if (definition.Does(ActivityType.CallWebhook) && !caller.Holds(AddsWebhooks))
            throw CommonReasons.PermissionMissing.Refuse($"{name} calls other systems: publishing it requires the permission {AddsWebhooks}, which you do not hold.");
    }
}
