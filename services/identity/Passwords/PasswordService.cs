using FactoryFlow.Identity.Users;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Passwords;

/// <summary>The RPCs on passwords, one file each.</summary>
internal sealed partial class PasswordService(TenantDb db, HashingQueue hashing) : V1.PasswordService.PasswordServiceBase;
