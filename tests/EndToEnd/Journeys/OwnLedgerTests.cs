namespace FactoryFlow.EndToEnd.Tests.Journeys;

/// <summary>A worker signs in and reads what is theirs in the books, and nothing of anybody else.</summary>
public sealed class OwnLedgerTests(WholeSystem system)
{
    [Fact]
    public async Task A_worker_who_signs_in_reads_exactly_their_own()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var (other, elsewhere) = (await factory.Worker(), await Factory.OpenConfigured(system.Running));
        var (mei, worker) = await SignedIn(factory, "mei");
        var article = await factory.Article(("Cutting", "1.0000"));
        foreach (var one in new[] { worker, other }) await factory.Earned(one, article, pieces: 10);
        foreach (var one in new[] { worker, other }) await factory.BalanceBecomes(one, 10m);
        foreach (var one in new[] { worker, other }) (await factory.Pay(one, "4")).Expect(201);

        var mine = (await mei.Get($"/api/v1/ledger/workers/{worker}")).Expect(200);
        mine.Body.ShouldBe((await factory.Admin.Get($"/api/v1/ledger/workers/{worker}")).Body);
        (await mei.Get($"/api/v1/ledger/workers/{worker}/balance")).Expect(200).Text("balance.amount").ShouldBe("6.0000");
        (await mei.Get($"/api/v1/ledger/workers/{worker}/jobs")).Expect(200).Items("pending").Count.ShouldBe(1);
        (await mei.Get($"/api/v1/ledger/entries/{mine.Text("entries.1.id")}:explain")).Expect(200).Text("matches").ShouldBe("true");
        var issued = (await mei.Get($"/api/v1/ledger/workers/{worker}?to={Uri.EscapeDataString(DateTimeOffset.UtcNow.ToString("O"))}")).Expect(200);
        (await system.Running.Anybody.Get($"/api/v1/ledger/verify/{issued.Text("verificationCode")}")).Expect(200).Text("status").ShouldBe("MATCHES");

        var theirs = (await factory.Statement(other)).Text("entries.0.id");
        var abroad = await elsewhere.Worker();
        foreach (var worker404 in new[] { other, abroad, Guid.NewGuid().ToString() })
            foreach (var path in new[] { "", "/balance", "/jobs", ":export" })
                (await mei.Get($"/api/v1/ledger/workers/{worker404}{path}")).Expect(404, "WORKER_NOT_FOUND");
        foreach (var path in new[] { theirs, theirs + ":explain" }) (await mei.Get($"/api/v1/ledger/entries/{path}")).Expect(404, "ENTRY_NOT_FOUND");
        (await mei.Get($"/api/v1/ledger/workers/{worker}:export")).Expect(200).Body.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(3);
        foreach (var path in new[] { "payments", "trial-balance", "periods", "entries:export" }) (await mei.Get($"/api/v1/ledger/{path}")).Expect(403, "PERMISSION_MISSING");
    }

    [Fact]
    public async Task An_archived_worker_still_reads_their_own_and_a_user_without_a_worker_reads_nothing()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var (ana, worker) = await SignedIn(factory, "ana");
        (await ana.Get($"/api/v1/ledger/workers/{worker}/balance")).Expect(200).Text("balance.amount").ShouldBe("0.0000");
        (await factory.Admin.Send(HttpMethod.Patch, $"/api/v1/workers/{worker}", new { isArchived = true })).Expect(200);
        (await ana.Get($"/api/v1/ledger/workers/{worker}/balance")).Expect(200);
        (await factory.Admin.Send(HttpMethod.Patch, $"/api/v1/workers/{worker}", new { userId = "" })).Expect(200);
        (await ana.Get($"/api/v1/ledger/workers/{worker}/balance")).Expect(404, "WORKER_NOT_FOUND");
        (await ana.Get("/api/v1/ledger/held-lines")).Expect(200).Items("heldLines").ShouldBeEmpty();
    }

    [Fact]
    public async Task Payments_are_shown_to_whom_they_were_made_where_a_role_says_so()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        (await factory.Admin.Post("/api/v1/roles", new { name = "payee", permissions = new[] { "payments:read:own" } })).Expect(201);
        var (payee, worker) = await SignedIn(factory, "pay", "payee");
        var other = await factory.Worker();
        var payments = new List<string>();
        foreach (var one in new[] { worker, other }) payments.Add((await factory.Pay(one, "4")).Expect(201).Text("id"));
        (await payee.Get("/api/v1/ledger/payments")).Expect(200).Items("payments").Select(p => p.GetProperty("id").GetString()).ShouldBe([payments[0]]);
        (await payee.Get($"/api/v1/ledger/payments/{payments[0]}")).Expect(200);
        (await payee.Get($"/api/v1/ledger/payments/{payments[1]}")).Expect(404, "PAYMENT_NOT_FOUND");
        (await payee.Get($"/api/v1/ledger/payments?workerId={other}")).Expect(404, "WORKER_NOT_FOUND");
    }

    private async Task<(Client Client, string Worker)> SignedIn(Factory factory, string name, string role = "worker")
    {
        var email = $"{name}@people.example";
        (await factory.Admin.Post("/api/v1/users", new { email, name, password = Factory.Password, kind = "STAFF", roles = new[] { role } })).Expect(201);
        var worker = (await factory.Admin.Post("/api/v1/workers", new { code = name, name, email })).Expect(201).Text("id");
        return (await system.Running.Anybody.SignIn(factory.Slug, email, Factory.Password), worker);
    }
}
