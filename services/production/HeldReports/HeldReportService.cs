using FactoryFlow.Platform.Data;

namespace FactoryFlow.Production.HeldReports;

/// <summary>The RPCs on reports whose wage is held, one file each.</summary>
internal sealed partial class HeldReportService(TenantDb db) : V1.HeldReportService.HeldReportServiceBase;
