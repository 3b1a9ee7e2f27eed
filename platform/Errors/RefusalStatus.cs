using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;

namespace FactoryFlow.Platform.Errors;

/// <summary>A refusal in gRPC's richer form.</summary>
public static class RefusalStatus
{
    private const string Domain = "factoryflow";

    /// <summary>The google.rpc.Status: exactly one ErrorInfo, the fields at fault, and when it is worth trying again.</summary>
    public static Status ToStatus(this Refusal refusal)
    {
        var reason = refusal.Reason;
        // The first field of ErrorInfo was called `type` when the package that restores was made; on the wire it is the reason.
        var info = new ErrorInfo { Type = reason.Name, Domain = Domain };
        if (reason.Code is { } code) info.Metadata["code"] = code;
        if (reason.HttpStatus is { } http) info.Metadata["http_status"] = http.ToString(CultureInfo.InvariantCulture);

        var status = new Status { Code = (int)reason.Status, Message = Room.Text(refusal.Message), Details = { Any.Pack(info) } };
        if (refusal.Faults.Count > 0) status.Details.Add(Any.Pack(Room.Fields(refusal.Faults)));
        if (refusal.RetryAfter is { } wait) status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(wait) }));
        return status;
    }
}
