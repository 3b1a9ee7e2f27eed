namespace FactoryFlow.EndToEnd.Tests.Api.Calls;

/// <summary>The smallest fine calls of ledger's RPCs.</summary>
internal static class LedgerCalls
{
    public static readonly Dictionary<string, Func<Ground, object>> Table = new()
    {
        ["PaymentService.CreatePayment"] = g => new { workerId = g.Worker, amount = "1.0000", currency = "EUR", method = "CASH", note = "" },
        ["PaymentService.GetPayment"] = g => new { paymentId = g.Payment },
        ["PaymentService.ListPayments"] = _ => new { pageSize = 2, fromTime = "2026-01-31T08:30:00Z", toTime = "2126-01-31T08:30:00Z", isReversed = false },
        ["PaymentService.ReversePayment"] = g => new { paymentId = g.Payment, reason = "Paid twice." },
        ["ExchangeRateService.CreateExchangeRate"] = _ => new { currency = "USD", date = "2026-01-31", rate = "0.91", source = "ECB", reason = "Misread." },
        ["ExchangeRateService.GetExchangeRate"] = g => new { exchangeRateId = g.ExchangeRate },
        ["ExchangeRateService.ListExchangeRates"] = _ => new { currency = "USD", fromDate = "2026-01-01", toDate = "2026-12-31", pageSize = 2 },
        ["EntryService.CreateEntry"] = g => new { workerId = g.Worker, type = "BONUS", amount = "1.0000", description = "Agreed on", effectiveTime = "2026-01-31T08:30:00Z" },
        ["EntryService.GetEntry"] = g => new { entryId = g.Entry },
        ["EntryService.ExplainEntry"] = g => new { entryId = g.Entry },
        ["EntryService.ExportEntries"] = g => new { workerId = g.Worker, from = "2026-01-31T08:30:00Z", to = "2126-01-31T08:30:00Z", basis = "EFFECTIVE" },
        ["EntryService.ReverseEntry"] = g => new { entryId = g.Entry, reason = "A mistake." },
        ["StatementService.GetWorkerStatement"] = g => new { workerId = g.Worker, pageSize = 2, from = "2026-01-31T08:30:00Z", to = "2126-01-31T08:30:00Z" },
        ["StatementService.ExportWorkerStatement"] = g => new { workerId = g.Worker, from = "2026-01-31T08:30:00Z", to = "2126-01-31T08:30:00Z" },
        ["StatementService.VerifyStatement"] = g => new { code = g.VerificationCode },
        ["StatementService.GetWorkerBalance"] = g => new { workerId = g.Worker, asOf = "2126-01-31T08:30:00Z", basis = "EFFECTIVE" },
        ["StatementService.ListWorkerJobs"] = g => new { workerId = g.Worker },
        ["StatementService.GetTrialBalance"] = _ => new { asOf = "2126-01-31T08:30:00Z", basis = "BOOKED" },
        ["HeldLineService.ListHeldLines"] = _ => new { pageSize = 2 },
        ["PeriodService.ListPeriods"] = _ => new { pageSize = 2 },
        ["PeriodService.GetPeriod"] = _ => new { period = Ground.ClosedPeriod },
        ["PeriodService.PreviewClosePeriod"] = _ => new { period = Ground.EndedPeriod },
        ["PeriodService.ClosePeriod"] = _ => new { period = Ground.EndedPeriod },
        ["PeriodService.ReopenPeriod"] = _ => new { period = Ground.ClosedPeriod, reason = "Forgotten work." },
        ["PeriodService.ApprovePeriodReopening"] = g => new { period = Ground.ClosedPeriod, reopeningId = g.Reopening },
        ["DisputeService.CreateDispute"] = g => new { entryId = g.PaymentEntry, workerId = g.Worker, message = "Too much." },
        ["DisputeService.GetDispute"] = g => new { disputeId = g.Dispute },
        ["DisputeService.ListDisputes"] = _ => new { onlyOpen = true, pageSize = 2 },
        ["DisputeService.AnswerDispute"] = g => new { disputeId = g.Dispute, message = "We look." },
        ["DisputeService.ResolveDispute"] = g => new { disputeId = g.Dispute, message = "It was right.", entryIds = new[] { g.PaymentEntry } },
        ["DisputeService.WithdrawDispute"] = g => new { disputeId = g.Dispute, message = "A mistake." },
        ["RateCorrectionService.PreviewRateCorrection"] = g => new { scope = Ground.CorrectionOf(g.Corrected.Article, "0.3000"), pageSize = 2 },
        ["RateCorrectionService.CreateRateCorrection"] = g => new { scope = Ground.CorrectionOf(g.Corrected.Article, "0.3000"), previewHash = g.Corrected.PreviewHash, reason = "Agreed." },
        ["RateCorrectionService.GetRateCorrection"] = g => new { rateCorrectionId = g.Corrected.Id },
        ["ReconciliationService.CompareWages"] = g => new { tenantId = g.Factory.TenantId, pageSize = 2 },
        ["ReconciliationService.RepairWages"] = g => new { tenantId = g.Factory.TenantId, pageSize = 2 },
    };
}
