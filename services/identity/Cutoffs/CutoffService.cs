using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Cutoffs;

/// <summary>The RPCs on tokens that stop counting early, one file each.</summary>
internal sealed partial class CutoffService(TenantDb db) : V1.CutoffService.CutoffServiceBase;
