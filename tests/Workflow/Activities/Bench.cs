using FactoryFlow.Testing;
using FactoryFlow.Workflow.Tests.Support;
using FactoryFlow.Workflow.V1;
using FactoryFlow.Workflow.Webhooks;

namespace FactoryFlow.Workflow.Tests.Activities;

/// <summary>A tenant whose workflows have things done, and the processes that do them.</summary>
internal sealed class Bench(World world)
{
    public Desk Desk { get; } = new(world);

    public Guid Tenant => Desk.Tenant;

    /// <summary>An instance that has taken the only way of a workflow, on which activities lie.</summary>
    /// <param name="activities">The activities, as YAML without line breaks.</param>
    /// <param name="context">What it knows.</param>
    /// <param name="declared">What it may know; anything when nothing is said.</param>
    public async Task<Instance> Taken(string activities, string context = "{}", string declared = "")
    {
        var yaml = $$"""
            {{(declared.Length > 0 ? $"context: {{ {declared} }}" : "")}}
            states: [{ id: a, type: start }, { id: b, type: manual }, { id: z, type: end }]
            transitions:
              - { id: go, from: a, to: b, activities: [{{activities.ReplaceLineEndings(" ")}}] }
              - { id: finish, from: b, to: z }
            """;
        return await Desk.Take(await Desk.Start(await Desk.Publish(yaml), context, "PO-7"), "go");
    }

    /// <summary>A call of an address, as an activity.</summary>
    /// <param name="url">Where to.</param>
    /// <param name="more">What else the activity says.</param>
    /// <param name="with">What else the call says.</param>
    public static string Call(string url, string more = "", string with = "") => $$"""{ type: callWebhook, with: { url: "{{url}}"{{with}} }{{more}} }""";

    /// <summary>Does whatever is due by now, as a process does once a second, until nothing of this tenant's is: another test may have taken it and be at it.</summary>
    public async Task Act(AddressPolicy? policy = null)
    {
        var limit = Limit.Soon();
        using var doer = Desk.Doer(policy);
        do await Task.WhenAll(await doer.Begin(limit)).InTime();
        while ((await world.Look("select number::text from activities where tenant_id = $1 and status = 'PENDING' and due_time <= now()", Tenant)).Count > 0 && !limit.IsCancellationRequested);
    }

    /// <summary>As if so much time had passed since what this tenant's activities wait for.</summary>
    public Task Pass(TimeSpan time) => world.Look("update activities set due_time = due_time - $2, lease_time = lease_time - $2 where tenant_id = $1 returning 1", Tenant, time);

    public async Task<IReadOnlyList<Activity>> All(Instance instance) =>
        (await Desk.Activities.ListActivities(new() { InstanceId = instance.Id }, Desk.Call()).InTime()).Activities;

    /// <summary>How far each of an instance's activities is, in order.</summary>
    public async Task<string> Look(Instance instance) => string.Join(' ', (await All(instance)).Select(a => $"{a.Number}{(a.Undoes > 0 ? $"<{a.Undoes}" : "")}:{a.Status}{(a.IsSuspended ? "!" : "")}"));

    public Task<Activity> Retry(Instance instance, int number, string? key = null) =>
        Desk.Activities.RetryActivity(new() { InstanceId = instance.Id, Number = number }, Desk.Call(key: key)).InTime();

    public Task<Activity> Skip(Instance instance, int number, string reason = "Done by phone.") =>
        Desk.Activities.SkipActivity(new() { InstanceId = instance.Id, Number = number, Reason = reason }, Desk.Call()).InTime();
}
