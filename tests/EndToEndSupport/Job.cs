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

    /// <summary>Completes a step with all pieces, or with some good and some rejected, and answers the step as it is then.</summary>
    public async Task<JsonElement> Complete(string step, int? good = null, int rejected = 0) =>
        (await TryComplete(step, good, rejected)).Expect(200).Items("steps").Single(s => s.GetProperty("name").GetString() == step);

    public Task<Reply> TryStart(string step, string? key = null) => factory.Admin.Post($"{Path}/steps/{Step(step)}:start", body: null, key);

    public Task<Reply> TryComplete(string step, int? good = null, int rejected = 0, string? key = null) =>
        factory.Admin.Post($"{Path}/steps/{Step(step)}:complete", good is null ? new { rejectedQuantity = rejected } : new { goodQuantity = good, rejectedQuantity = rejected }, key);
}
