using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Workflow.Credentials;

/// <summary>The RPCs on credentials, one file each.</summary>
internal sealed partial class CredentialService(TenantDb db, KeyEncryption encryption) : V1.CredentialService.CredentialServiceBase
{
    /// <summary>What lets somebody add a credential, and so publish what uses one.</summary>
    public static readonly Permission Adds = Permission.Parse("workflow-credentials:create:all");
}
