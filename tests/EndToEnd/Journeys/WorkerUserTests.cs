namespace FactoryFlow.EndToEnd.Tests.Journeys;

/// <summary>A worker and the user who signs in as them find each other by their address, from either side.</summary>
public sealed class WorkerUserTests(WholeSystem system)
{
    [Fact]
    public async Task Whoever_comes_second_is_linked_with_whoever_was_first_and_a_user_who_is_gone_signs_in_as_nobody()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var worker = (await factory.Admin.Post("/api/v1/workers", new { code = "M1", name = "Mei", email = "Mei@people.example" })).Expect(201);
        worker.Text("userId").ShouldBe("");
        var user = (await factory.Admin.Post("/api/v1/users", new { email = "mei@people.example", name = "Mei", password = Factory.Password, kind = "STAFF", roles = new[] { "worker" } })).Expect(201).Text("id");
        await Linked(user);
        (await factory.Admin.Send(HttpMethod.Delete, $"/api/v1/users/{user}", null)).Expect(204);
        await Linked("");

        var second = (await factory.Admin.Post("/api/v1/users", new { email = "ana@people.example", name = "Ana", password = Factory.Password, kind = "STAFF", roles = new[] { "worker" } })).Expect(201).Text("id");
        (await factory.Admin.Post("/api/v1/workers", new { code = "A1", name = "Ana", email = "ana@people.example" })).Expect(201).Text("userId").ShouldBe(second);

        Task Linked(string to) => Eventually.Sees(() => factory.Admin.Get($"/api/v1/workers/{worker.Text("id")}"), seen => seen.Text("userId") == to);
    }
}
