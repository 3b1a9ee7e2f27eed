using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Ledger;

/// <summary>Why the ledger refuses, in order of precedence.</summary>
internal static class Reasons
{
    public static readonly Reason WorkerNotFound = new("WORKER_NOT_FOUND", StatusCode.NotFound, "There is no such worker.");

    public static readonly Reason PaymentNotFound = new("PAYMENT_NOT_FOUND", StatusCode.NotFound, "There is no such payment.");

    public static readonly Reason CurrencyMismatch = new(
        "CURRENCY_MISMATCH", StatusCode.InvalidArgument, "The worker's account is kept in another currency: pay in that one.");
}
