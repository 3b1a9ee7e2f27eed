using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Ledger;

/// <summary>Why the ledger refuses, in order of precedence.</summary>
internal static class Reasons
{
    public static readonly Reason TenantNotFound = new("TENANT_NOT_FOUND", StatusCode.NotFound, "There is no such tenant, or it is not the caller's own.");

    public static readonly Reason WorkerNotFound = new("WORKER_NOT_FOUND", StatusCode.NotFound, "There is no such worker.");

    public static readonly Reason PaymentNotFound = new("PAYMENT_NOT_FOUND", StatusCode.NotFound, "There is no such payment.");

    public static readonly Reason EntryTypeUnknown = new(
        "ENTRY_TYPE_UNKNOWN", StatusCode.InvalidArgument, "The tenant's configuration names no such type of entry: `detail` lists those that there are.");

    public static readonly Reason PaymentAlreadyReversed = new(
        "PAYMENT_ALREADY_REVERSED", StatusCode.FailedPrecondition, "The payment was taken back already: pay again if that was wrong.");

    public static readonly Reason EntryNotReversible = new(
        "ENTRY_NOT_REVERSIBLE", StatusCode.FailedPrecondition,
        "The entry is not of the tenant's own types: a wage is taken back with its work, a payment as a payment, and a correction not at all.");

    public static readonly Reason EntryAlreadyReversed = new(
        "ENTRY_ALREADY_REVERSED", StatusCode.FailedPrecondition, "The entry was taken back already: book another if that was wrong.");

    public static readonly Reason EntryNotFound = new("ENTRY_NOT_FOUND", StatusCode.NotFound, "There is no such entry, or it has no line of the worker.");

    public static readonly Reason StatementNotFound = new("STATEMENT_NOT_FOUND", StatusCode.NotFound, "No statement was issued with this code: check that all of it was copied.");

    public static readonly Reason ReopeningNotFound = new(
        "REOPENING_NOT_FOUND", StatusCode.NotFound, "The period is not asked to be opened again under this id, or somebody asked anew meanwhile: read what is asked for now.");

    public static readonly Reason DisputeNotFound = new("DISPUTE_NOT_FOUND", StatusCode.NotFound, "There is no such dispute.");

    public static readonly Reason RateCorrectionNotFound = new("RATE_CORRECTION_NOT_FOUND", StatusCode.NotFound, "There is no such correction.");

    public static readonly Reason ExchangeRateNotFound = new("EXCHANGE_RATE_NOT_FOUND", StatusCode.NotFound, "There is no such exchange rate.");

    public static readonly Reason ExchangeRateExists = new(
        "EXCHANGE_RATE_EXISTS", StatusCode.AlreadyExists, "The currency has a rate on this day: give the reason why another one stands in its place.");

    public static readonly Reason PeriodNotFound = new("PERIOD_NOT_FOUND", StatusCode.NotFound, "There is no such period yet.");

    public static readonly Reason PeriodAlreadyClosed = new("PERIOD_ALREADY_CLOSED", StatusCode.FailedPrecondition, "The period is closed already.");

    public static readonly Reason PeriodNotClosed = new("PERIOD_NOT_CLOSED", StatusCode.FailedPrecondition, "The period is open: there is nothing to open again.");

    public static readonly Reason LaterPeriodClosed = new("LATER_PERIOD_CLOSED", StatusCode.FailedPrecondition, "A later period is closed: open that one first.");

    public static readonly Reason DisputeOpen = new(
        "DISPUTE_OPEN", StatusCode.AlreadyExists, "The line is disputed already: go on with that dispute.") { Constraint = "disputes_open_once", Field = "entry_id" };

    public static readonly Reason DisputeEnded = new("DISPUTE_ENDED", StatusCode.FailedPrecondition, "The dispute is resolved or withdrawn: open another one if the line is still wrong.");

    public static readonly Reason RateCorrectionTooLarge = new(
        "RATE_CORRECTION_TOO_LARGE", StatusCode.InvalidArgument, "There are more wages in the scope than one correction may look at: name less time or fewer articles, and make several corrections.");

    public static readonly Reason PreviewOutdated = new(
        "PREVIEW_OUTDATED", StatusCode.Aborted, "What the preview showed is not what would be done now: preview again.");

    public static readonly Reason NothingToCorrect = new("NOTHING_TO_CORRECT", StatusCode.FailedPrecondition, "Every wage stands at these rates already.");

    public static readonly Reason PeriodBlocked = new(
        "PERIOD_BLOCKED", StatusCode.FailedPrecondition, "Something stands in the way of closing the period: the message names all of it, and the preview lists it.");

    public static readonly Reason ReopeningNotRequested = new(
        "REOPENING_NOT_REQUESTED", StatusCode.FailedPrecondition, "Nobody asked for the period to be opened again: ask first, and let somebody else approve.");

    public static readonly Reason PersonRequired = new(
        "PERSON_REQUIRED", StatusCode.PermissionDenied, "Two people decide about this, and a program is none: sign in as a person.");

    public static readonly Reason SecondPersonRequired = new(
        "SECOND_PERSON_REQUIRED", StatusCode.PermissionDenied, "You asked for this yourself: somebody else must approve.");

    public static readonly Reason ExchangeRateMissing = new(
        "EXCHANGE_RATE_MISSING", StatusCode.InvalidArgument, "There is no exchange rate of the currency for the day, nor of the 7 days before: enter it, or pay in the currency of the worker's account.");

    public static readonly Reason BalanceOutOfRange = new(
        "BALANCE_OUT_OF_RANGE", StatusCode.OutOfRange, "The worker's balance would be larger than the books can hold: check the amount.");
}
