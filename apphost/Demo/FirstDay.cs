using System.Text.Json;
using System.Text.Json.Nodes;

namespace FactoryFlow.AppHost;

/// <summary>samples/first-day.json: what a factory does on its first day, and every figure that must come of it.</summary>
internal sealed record FirstDay(
    JsonObject Plan, FirstDay.Factory Tenant, JsonObject Configuration, IReadOnlyList<FirstDay.Worker> Workers, IReadOnlyList<FirstDay.Article> Articles,
    IReadOnlyList<FirstDay.Job> Jobs, IReadOnlyList<FirstDay.Turn> Day, FirstDay.Figures Expected)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>The sample as it is built in.</summary>
    public static FirstDay Load()
    {
        using var stream = typeof(FirstDay).Assembly.GetManifestResourceStream("first-day.json")!;
        return JsonSerializer.Deserialize<FirstDay>(stream, Options)!;
    }

    /// <summary>The tenant; a suffix makes its slug new each time.</summary>
    internal sealed record Factory(string Name, string Slug, string Currency, Admin Admin);

    internal sealed record Admin(string Email, string Name);

    internal sealed record Worker(string Code, string Name);

    internal sealed record Article(string Code, string Name, Dictionary<string, string> StepRates);

    /// <summary>A job; its number is its place in the list, from 1.</summary>
    internal sealed record Job(string Article, Dictionary<string, int> Quantities, JsonObject Attributes, Dictionary<string, string> Assignments);

    /// <summary>One thing that happens: work or a payment.</summary>
    internal sealed record Turn(Work? Work = null, Payment? Payment = null);

    /// <summary>A step that is started and completed; <paramref name="Earns" /> is null where no wage is paid.</summary>
    internal sealed record Work(int Job, string Step, int Good, int Rejected, string? Earns, string? Assign = null);

    internal sealed record Payment(string Worker, string Amount, string Method, string Note, Settlement Expected);

    internal sealed record Settlement(IReadOnlyList<Allocation> Allocations, string Advance, string Balance);

    internal sealed record Allocation(int Job, string Amount);

    /// <summary>The evening's figures.</summary>
    internal sealed record Figures(IReadOnlyList<JobState> Jobs, IReadOnlyList<Account> Workers, IReadOnlyList<AccountTotal> TrialBalance);

    internal sealed record JobState(int Job, string Status, int TotalQuantity);

    internal sealed record Account(
        string Worker, string Balance, string Pending, string Advance, IReadOnlyList<Entry> Entries, IReadOnlyList<JobPay> PendingJobs,
        IReadOnlyList<JobPay> PaidJobs);

    /// <summary>A line of a worker's account, oldest first.</summary>
    internal sealed record Entry(string Type, string Direction, string Amount, int? Job = null, string? Step = null);

    internal sealed record JobPay(int Job, string Earned, string Covered);

    internal sealed record AccountTotal(string Account, string Total);
}
