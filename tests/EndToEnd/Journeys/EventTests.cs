using System.Net.Http.Headers;

namespace FactoryFlow.EndToEnd.Tests.Journeys;

/// <summary>What happens in any service is read by a tenant's own program, at its own pace or as it comes.</summary>
public sealed class EventTests(WholeSystem system) : IDisposable
{
    private const string Events = "/api/v1/events";
    private readonly HttpClient _http = new();

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task What_happened_in_several_services_is_listed_in_one_order_and_to_one_tenant()
    {
        var (factory, other) = (await Factory.OpenConfigured(system.Running), await Factory.Open(system.Running));
        var from = (await factory.Admin.Get(Events)).Expect(200).Text("nextCursor");
        var (worker, article) = (await factory.Worker(), await factory.Article(("Cutting", "0.2500")));
        var job = await factory.Earned(worker, article, pieces: 4);
        (await factory.Admin.Post("/api/v1/users", new { email = "a@people.example", name = "Somebody", kind = "STAFF", roles = new[] { "worker" } })).Expect(201);
        var seen = await Eventually.Sees(() => factory.Admin.Get($"{Events}?after={from}&eventTypes=job.step.completed&eventTypes=user.*"), reply => reply.Items("events").Count == 2);
        seen.Items("events").Select(e => e.GetProperty("type").GetString()).Order(StringComparer.Ordinal).ShouldBe(["job.step.completed", "user.created"]);
        seen.Items("events").Single(e => e.GetProperty("type").GetString() == "job.step.completed").GetProperty("data").GetProperty("jobId").GetString().ShouldBe(job.Id);
        seen.Body.ShouldNotContain("people.example");
        (await other.Admin.Get(Events)).Expect(200).Body.ShouldNotContain(job.Id);
        (await system.Running.Anybody.Get(Events)).Expect(401);
    }

    [Fact]
    public async Task Whoever_accepts_server_sent_events_hears_them_as_they_come_and_goes_on_after_the_last()
    {
        var factory = await Factory.Open(system.Running);
        using var first = await Listen(factory, null);
        using var reader = new StreamReader(await first.Content.ReadAsStreamAsync());
        (await Line(reader, "id: ")).ShouldNotBeEmpty();
        var user = await AddUser(factory, "b@people.example");
        (await Line(reader, "event: ")).ShouldBe("user.created");
        (await Line(reader, "data: ")).ShouldContain(user);
        var cursor = (await factory.Admin.Get(Events)).Expect(200).Text("nextCursor");
        var another = await AddUser(factory, "c@people.example");
        using var second = await Listen(factory, cursor);
        using var resumed = new StreamReader(await second.Content.ReadAsStreamAsync());
        (await Line(resumed, "data: ")).ShouldContain(another);
    }

    private static async Task<string> AddUser(Factory factory, string email) =>
        (await factory.Admin.Post("/api/v1/users", new { email, name = "Somebody", kind = "STAFF", roles = new[] { "worker" } })).Expect(201).Text("id");

    // With a client that waits for no end, as the other tests' does to hold the answer against the description.
    private async Task<HttpResponseMessage> Listen(Factory factory, string? lastEventId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(system.Running.Http.BaseAddress!, Events));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", factory.Admin.Token);
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (lastEventId is not null) request.Headers.Add("Last-Event-ID", lastEventId);
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(TimeSpan.FromSeconds(30));
        (response.StatusCode, response.Content.Headers.ContentType?.MediaType).ShouldBe((System.Net.HttpStatusCode.OK, "text/event-stream"));
        return response;
    }

    // The rest of the next line that begins so.
    private static async Task<string> Line(StreamReader reader, string beginning)
    {
        while (await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)) is { } line)
            if (line.StartsWith(beginning, StringComparison.Ordinal)) return line[beginning.Length..];
        throw new EndOfStreamException("The stream ended.");
    }
}
