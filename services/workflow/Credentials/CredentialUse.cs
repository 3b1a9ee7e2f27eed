using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.Definitions;

namespace FactoryFlow.Workflow.Credentials;

/// <summary>Who may have run what calls the API with keys that others gave.</summary>
internal static class CredentialUse
{
    private static readonly Permission Adds = Permission.Parse("workflow-credentials:create:all");

    /// <summary>That somebody may put it to use: who may add no key may not have others' keys used either.</summary>
    /// <param name="definition">What is to run.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="caller">Who wants that.</param>
    /// <exception cref="Refusal">PERMISSION_MISSING.</exception>
    public static void Require(Definition definition, string name, Caller caller)
    {
        if (definition.CallsApi && !caller.Holds(Adds))
            throw CommonReasons.PermissionMissing.Refuse($"{name} calls the API with a credential: publishing it requires the permission {Adds}, which you do not hold.");
    }
}
