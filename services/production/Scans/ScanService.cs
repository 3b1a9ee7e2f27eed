using FactoryFlow.Platform.Data;

namespace FactoryFlow.Production.Scans;

/// <summary>The RPCs on scans, one file each.</summary>
internal sealed partial class ScanService(TenantDb db) : V1.ScanService.ScanServiceBase;
