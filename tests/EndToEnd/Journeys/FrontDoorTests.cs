namespace FactoryFlow.EndToEnd.Tests.Journeys;

/// <summary>What the platform decides about a tenant reaches the front door while its people's tokens are still good.</summary>
public sealed class FrontDoorTests(WholeSystem system)
{
    private static readonly TimeSpan s_minute = TimeSpan.FromSeconds(60);

    private Client Platform => system.Running.Platform;

    [Fact]
    public async Task A_suspended_tenant_is_cut_off_within_a_minute_and_let_in_again()
    {
        var factory = await Factory.Open(system.Running);
        (await factory.Admin.Get("/api/v1/workers")).Expect(200);
        (await Platform.Post($"/api/v1/tenants/{factory.TenantId}:suspend", new { reason = "Unpaid" })).Expect(200);
        await Answers(factory, "403 TENANT_SUSPENDED");
        (await Platform.Post($"/api/v1/tenants/{factory.TenantId}:reactivate")).Expect(200);
        await Answers(factory, "200 ");
    }

    [Fact]
    public async Task An_inactive_tenant_is_cut_off_within_a_minute()
    {
        var factory = await Factory.Open(system.Running);
        (await Platform.Send(HttpMethod.Delete, $"/api/v1/tenants/{factory.TenantId}", null)).Expect(204);
        await Answers(factory, "403 TENANT_SUSPENDED");
    }

    [Fact]
    public async Task An_origin_holds_within_a_minute_for_its_tenant_and_never_as_a_wildcard()
    {
        var (factory, other) = (await Factory.Open(system.Running), await Factory.Open(system.Running));
        var origin = $"https://{factory.Slug}.example";
        (await Preflight(origin)).ShouldBe((403, ""));
        (await Platform.Put($"/api/v1/tenants/{factory.TenantId}/cors-origins", new { origins = new[] { origin } })).Expect(200);
        await Eventually.Sees(() => Preflight(origin), seen => seen == (204, origin), s_minute);
        (await Call(factory, ("Origin", origin))).ShouldContain($"Access-Control-Allow-Origin: {origin}");
        (await Call(factory, ("Origin", origin))).ShouldContain("Access-Control-Allow-Credentials: true");
        (await Call(other, ("Origin", origin))).ShouldNotContain(line => line.StartsWith("Access-Control-Allow-Origin", StringComparison.Ordinal));
        (await Platform.Put($"/api/v1/tenants/{factory.TenantId}/cors-origins", new { origins = new[] { "*" } })).Expect(400, "INVALID_INPUT");
    }

    [Fact]
    public async Task A_plans_rate_limit_is_told_by_headers_and_ends_in_a_wait()
    {
        var factory = await Factory.Open(system.Running);
        var small = Factory.NewSlug();
        (await Platform.Post("/api/v1/plans", new
        {
            slug = small, name = "Small", limits = new { maxJobSteps = -1, maxArticleAttributes = -1, maxUsers = -1, maxWorkers = -1 }, rateLimits = new { requestsPerMinute = 100, requestsPerMinutePerUser = 5 },
        })).Expect(201);
        (await Platform.Post($"/api/v1/tenants/{factory.TenantId}:changePlan", new { plan = small })).Expect(200);
        var refused = await Eventually.Sees(() => Call(factory), seen => seen[0] == "429", s_minute);
        refused.ShouldContain(line => line.StartsWith("Retry-After: ", StringComparison.Ordinal));
        refused.ShouldContain(line => line.StartsWith("RateLimit-Limit: ", StringComparison.Ordinal));
        refused.ShouldContain(line => line.StartsWith("RateLimit-Policy: ", StringComparison.Ordinal) && line.Contains("100", StringComparison.Ordinal) && line.Contains('5'));
    }

    [Fact]
    public async Task Who_names_another_tenant_than_their_own_is_mistaken()
    {
        var (factory, other) = (await Factory.Open(system.Running), await Factory.Open(system.Running));
        (await Call(factory, ("X-Tenant-ID", factory.TenantId)))[0].ShouldBe("200");
        (await Call(factory, ("X-Tenant-ID", other.TenantId)))[0].ShouldBe("403");
    }

    private static Task Answers(Factory factory, string wanted) => Eventually.Sees(async () =>
    {
        var reply = await factory.Admin.Get("/api/v1/workers");
        return $"{reply.Status} {reply.Reason}";
    }, seen => seen == wanted, s_minute);

    private async Task<(int Status, string Origin)> Preflight(string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/api/v1/workers");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        using var response = await system.Running.Http.SendAsync(request);
        return ((int)response.StatusCode, response.Headers.TryGetValues("Access-Control-Allow-Origin", out var allowed) ? string.Join(',', allowed) : "");
    }

    // The status, then the headers, a line each.
    private async Task<List<string>> Call(Factory factory, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/workers");
        request.Headers.Add("Authorization", "Bearer " + factory.Admin.Token);
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        using var response = await system.Running.Http.SendAsync(request);
        return [((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture), .. response.Headers.Select(h => $"{h.Key}: {string.Join(',', h.Value)}")];
    }
}
