using FactoryFlow.Platform.Data;

namespace FactoryFlow.Production.Reports;

/// <summary>The RPCs on reports of work, one file each.</summary>
internal sealed partial class StepReportService(TenantDb db) : V1.StepReportService.StepReportServiceBase;
