using System.Globalization;
using System.Security.Cryptography;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.Reports;
using Google.Protobuf;

namespace FactoryFlow.Production.Scans;

/// <summary>What a device says was done, as far as it can be understood by itself.</summary>
/// <param name="Id">The device's own id of it.</param>
/// <param name="Hash">Of all that it says.</param>
/// <param name="JobId">The job, where it is named by its id.</param>
/// <param name="JobNumber">The job, where it is named by its number.</param>
/// <param name="Step">The step's name or id.</param>
/// <param name="Worker">The worker's code or id; empty when that is as the step is assigned.</param>
/// <param name="IsFinal">Whether it completes the step.</param>
/// <param name="Work">What was done.</param>
/// <param name="Fault">What is wrong with it by itself; null when nothing is.</param>
internal sealed record Scan(string Id, byte[] Hash, Guid? JobId, int? JobNumber, string Step, string Worker, bool IsFinal, Work Work, Refusal? Fault)
{
    /// <summary>As many as a batch has at most.</summary>
    public const int Most = 500;

    private const int LongestId = 100, LongestName = 100;

    /// <summary>Reads a scan of a request; what is wrong with it is an answer, not an end.</summary>
    public static Scan Of(V1.Scan scan, DateTimeOffset now)
    {
        var check = new Check();
        var id = check.Text("scan_id", scan.ScanId, 1, LongestId);
        // What is no id is not looked for.
        if (!check.Holds) id = "";
        var job = check.Text("job", scan.Job, 1, LongestName);
        Guid? jobId = Guid.TryParseExact(job, "D", out var parsed) ? parsed : null;
        int? number = jobId is null && int.TryParse(job, NumberStyles.None, CultureInfo.InvariantCulture, out var digits) ? digits : null;
        check.That(job.Length == 0 || jobId is not null || number is not null, "job", "is neither the number of a job nor its UUID");
        var step = check.Text("step", scan.Step, 1, LongestName);
        var worker = check.Text("worker", scan.Worker, 0, LongestName);
        check.That(scan.OccurTime is not null, "occur_time", "is required: when the work was done, by the device's clock");
        var work = Work.Of(check, scan.HasGoodQuantity ? scan.GoodQuantity : null, scan.RejectedQuantity, scan.Rejects, [], V1.Share.Types.Basis.Unspecified, scan.OccurTime, now);
        check.That(scan.IsFinal || work is not { Good: null or 0, Rejected: 0 }, "good_quantity", "is required, or rejected_quantity: a report is of at least one piece");
        return new Scan(id, SHA256.HashData(scan.ToByteArray()), jobId, number, step, worker, scan.IsFinal, work, FaultOf(check));
    }

    private static Refusal? FaultOf(Check check)
    {
        try
        {
            check.Done();
            return null;
        }
        catch (Refusal fault)
        {
            return fault;
        }
    }
}
