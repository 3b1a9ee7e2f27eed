using FactoryFlow.EndToEnd.Tests.Api;

namespace FactoryFlow.EndToEnd.Tests.Journeys;

/// <summary>The close of a month as docs/periods.md tells it.</summary>
public sealed class PeriodTests(WholeSystem system)
{
    private const string Periods = "/api/v1/ledger/periods/";

    [Fact]
    public async Task A_month_is_previewed_closed_opened_again_by_two_and_closed_again()
    {
        var ground = await Ground.Make(system.Running);
        var admin = ground.Factory.Admin;
        var key = (await admin.Post("/api/v1/api-keys", new { name = "The books", permissions = new[] { "periods:*:*" } })).Expect(201).Text("apiKey");
        (await new Client(system.Running.Http, key).Post($"{Periods}{Ground.ClosedPeriod}:approveReopening", new { reopeningId = ground.Reopening })).Expect(403, "PERSON_REQUIRED");
        (await new Client(system.Running.Http, key).Post($"{Periods}{Ground.ClosedPeriod}:reopen", new { reason = "Mine." })).Expect(403, "PERSON_REQUIRED");
        (await admin.Post($"{Periods}{Ground.ClosedPeriod}:approveReopening", new { reopeningId = ground.Reopening })).Expect(200).Text("status").ShouldBe("OPEN");
        (await admin.Post($"{Periods}{Ground.EndedPeriod}:previewClose")).Expect(200).Text("blockers.0.kind").ShouldBe("EARLIER_PERIOD_OPEN");
        (await admin.Post($"{Periods}{Ground.ClosedPeriod}:close")).Expect(200).Items("seals").Count.ShouldBe(2);
        (await admin.Post($"{Periods}{Ground.EndedPeriod}:previewClose")).Expect(200).Items("blockers").ShouldBeEmpty();
        var closed = (await admin.Post($"{Periods}{Ground.EndedPeriod}:close")).Expect(200);
        closed.Text("seals.0.previousHash").ShouldBe((await admin.Get(Periods + Ground.ClosedPeriod)).Expect(200).Text("seals.1.hash"));
        (await admin.Get("/api/v1/ledger/periods?pageSize=3")).Expect(200).Items("periods").Select(p => p.GetProperty("status").GetString()).ShouldBe(["OPEN", "CLOSED", "CLOSED"]);
    }

    [Fact]
    public async Task A_month_that_goes_on_with_disputed_and_held_lines_is_not_closed_and_says_all_of_it()
    {
        var ground = await Ground.Make(system.Running);
        await ground.Factory.Earned(ground.Worker, await ground.Factory.Article(), pieces: 3);
        var current = DateTimeOffset.UtcNow.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture);
        await Eventually.Sees(() => ground.Factory.Admin.Get("/api/v1/ledger/held-lines"), held => held.Items("heldLines").Count == 1);
        var blockers = (await ground.Factory.Admin.Post($"{Periods}{current}:previewClose")).Expect(200).Items("blockers").Select(b => b.GetProperty("kind").GetString()).ToList();
        new[] { "NOT_ENDED", "EARLIER_PERIOD_OPEN", "HELD_LINES", "OPEN_DISPUTES" }.ShouldBeSubsetOf(blockers!);
        var refused = (await ground.Factory.Admin.Post($"{Periods}{current}:close")).Expect(409, "PERIOD_BLOCKED");
        foreach (var part in new[] { "goes on until", "close " + Ground.EndedPeriod + " first", "wait for a rate", "disputes go on" }) refused.Text("detail").ShouldContain(part);
    }
}
