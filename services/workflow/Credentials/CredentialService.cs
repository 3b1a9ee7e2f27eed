using FactoryFlow.Platform.Data;

namespace FactoryFlow.Workflow.Credentials;

/// <summary>The RPCs on credentials, one file each.</summary>
internal sealed partial class CredentialService(TenantDb db, KeyEncryption encryption) : V1.CredentialService.CredentialServiceBase;
