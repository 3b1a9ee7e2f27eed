using System.Text.Json;

namespace FactoryFlow.EndToEnd.Support;

/// <summary>A job of a test's factory.</summary>
public sealed class Job(Factory factory, Reply created)
{
    public Reply Created => created;

    public string Id { get; } = created.Text("id");

    public string Path => $"/api/v1/jobs/{Id}";

    /// <summary>The id of a step, by its name.</summary>
    public string Step(string name) => created.Items("steps").Single(step => step.GetProperty("name").GetString() == name).GetProperty("id").GetString()!;

    public async Task<Reply> Get() => (await factory.Admin.Get(Path)).Expect(200);

    public async Task<Job> Assign(string step, string worker)
    {
        (await factory.Admin.Put($"{Path}/steps/{Step(step)}/assignment", new { workerId = worker })).Expect(200);
        return this;
    }

    public async Task<Job> Start(string step)
    {
        (await TryStart(step)).Expect(200);
        return this;
    }

    /// <summary>Reports some pieces of a step, and answers the step as it is then.</summary>
    public async Task<JsonElement> Report(string step, int good, int rejected = 0) =>
        StepOf((await factory.Admin.Post($"{Path}/steps/{Step(step)}:report", new { goodQuantity = good, rejectedQuantity = rejected })).Expect(200), step);

    /// <summary>Takes a report back: the one that is named, else the one that completed the step.</summary>
    public Task<Reply> TryReopen(string step, string? report = null) =>
        factory.Admin.Post($"{Path}/steps/{Step(step)}:reopen", new { reason = "Counted twice.", reportId = report ?? "" });

    /// <summary>Sends rejected pieces back to be worked again.</summary>
    public Task<Reply> TryRework(string step, int pieces, string? to = null) =>
        factory.Admin.Post($"{Path}/steps/{Step(step)}:rework", new { quantity = pieces, reason = "Seams.", toStepId = to is null ? "" : Step(to) });

    /// <summary>Completes a step with all pieces, or with some good and some rejected, and answers the step as it is then.</summary>
    public async Task<JsonElement> Complete(string step, int? good = null, int rejected = 0) =>
        StepOf((await TryComplete(step, good, rejected)).Expect(200), step);

    public Task<Reply> TryStart(string step, string? key = null) => factory.Admin.Post($"{Path}/steps/{Step(step)}:start", body: null, key);

    public Task<Reply> TryComplete(string step, int? good = null, int rejected = 0, string? key = null) =>
        factory.Admin.Post($"{Path}/steps/{Step(step)}:complete", good is null ? new { rejectedQuantity = rejected } : new { goodQuantity = good, rejectedQuantity = rejected }, key);

    /// <summary>A step of an answer, by its name.</summary>
    public static JsonElement StepOf(Reply job, string name) => job.Items("steps").Single(step => step.GetProperty("name").GetString() == name);
}
