using FactoryFlow.Production.Tests.Support;
using FactoryFlow.Production.V1;
using FactoryFlow.Testing;
using Google.Protobuf.WellKnownTypes;

namespace FactoryFlow.Production.Tests.Jobs;

public sealed class JobListTests(World world) : IAsyncLifetime
{
    private readonly Floor _floor = new(world);
    private Article _article = null!, _other = null!;
    private Guid _worker;

    /// <summary>Five jobs: 1 of another article; 2 in progress; 3 and 4 red; 5 somebody's.</summary>
    public async ValueTask InitializeAsync()
    {
        (_article, _other, _worker) = (await _floor.Article(("Cutting", "1")), await _floor.Article(), await _floor.Worker());
        await _floor.Job(_other);
        await _floor.Started(_article);
        foreach (var weight in new[] { 1.5, 2 })
            await _floor.Jobs.CreateJob(Some.Request(r =>
            {
                r.ArticleId = _article.Id;
                r.Attributes = new Struct { Fields = { ["colour"] = Value.ForString("red"), ["weight"] = Value.ForNumber(weight) } };
            }), _floor.Call()).InTime();
        await _floor.Job(_article, _worker, "Sewing");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Without_a_filter_all_are_there_newest_first() => (await Numbers()).ShouldBe("5 4 3 2 1");

    [Fact]
    public async Task Jobs_are_narrowed_by_what_they_are()
    {
        (await Found("status = \"IN_PROGRESS\"")).ShouldBe("2");
        (await Found($"articleId = {_other.Id}")).ShouldBe("1");
        (await Found($"worker_id = {_worker}")).ShouldBe("5");
        (await Found("number = 3")).ShouldBe("3");
        (await Found("number >= 2 AND number < 4")).ShouldBe("3 2");
        (await Found("number > 2 AND number <= 4")).ShouldBe("4 3");
        (await Found("attributes.colour = red")).ShouldBe("4 3");
        (await Found("attributes.colour = red AND attributes.weight = 1.5")).ShouldBe("3");
        (await Found("attributes.colour = blue")).ShouldBe("");
        (await Found($"articleId = {_article.Id} AND status = PENDING")).ShouldBe("5 4 3");
    }

    [Fact]
    public async Task Jobs_are_narrowed_by_when_they_were_created()
    {
        var third = (await List(r => r.Filter = "number = 3")).Jobs.Single().CreateTime.ToDateTimeOffset().ToString("O");
        (await Found($"createTime >= \"{third}\"")).ShouldBe("5 4 3");
        (await Found($"createTime < {third}")).ShouldBe("2 1");
    }

    [Theory]
    [InlineData("number", "1 2 3 4 5")]
    [InlineData("number desc", "5 4 3 2 1")]
    [InlineData("createTime", "1 2 3 4 5")]
    [InlineData("create_time desc", "5 4 3 2 1")]
    public async Task Every_order_is_kept_page_by_page(string order, string expected)
    {
        var (numbers, token) = (new List<int>(), "");
        do
        {
            var page = await List(r => (r.OrderBy, r.PageSize, r.PageToken) = (order, 2, token));
            numbers.AddRange(page.Jobs.Select(j => j.Number));
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        string.Join(' ', numbers).ShouldBe(expected);
    }

    [Fact]
    public async Task A_token_of_another_order_is_refused()
    {
        var token = (await List(r => r.PageSize = 2)).NextPageToken;
        (await Floor.Refused(() => List(r => (r.OrderBy, r.PageToken) = ("number", token)))).Reason.Name.ShouldBe("PAGE_TOKEN_INVALID");
    }

    [Theory]
    [InlineData("colour = red", "compares colour; jobs are found by status, articleId, orderId, workerId, number, createTime and attributes.<name>")]
    [InlineData("attributes = red", "compares attributes; jobs")]
    [InlineData("status.x = PENDING", "compares status.x; jobs")]
    [InlineData("status = DONE", "compares status with DONE, which is none of PENDING, IN_PROGRESS, COMPLETED")]
    [InlineData("status > PENDING", "compares status with >; only = is understood")]
    [InlineData("articleId = x", "compares articleId with x, which is not a UUID")]
    [InlineData("number = many", "compares number with many, which is not a whole number")]
    [InlineData("createTime > today", "compares createTime with today, which is not an instant")]
    [InlineData("number = 1 OR number = 2", "cannot be read from \"number = 1 OR number = 2\" on")]
    public async Task A_filter_that_is_none_is_refused_with_what_would_be(string filter, string message)
    {
        var fault = (await Floor.Refused(() => List(r => r.Filter = filter))).Faults.ShouldHaveSingleItem();
        fault.Field.ShouldBe("filter");
        fault.Message.ShouldStartWith(message);
    }

    [Fact]
    public async Task An_order_that_is_none_is_refused() =>
        (await Floor.Refused(() => List(r => r.OrderBy = "colour"))).Faults.ShouldHaveSingleItem().Field.ShouldBe("order_by");

    [Fact]
    public async Task A_deleted_job_is_in_no_list()
    {
        var third = (await List(r => r.Filter = "number = 3")).Jobs.Single();
        await _floor.Jobs.DeleteJob(new() { JobId = third.Id }, _floor.Call()).InTime();
        (await Numbers()).ShouldBe("5 4 2 1");
        (await Numbers(r => (r.PageSize, r.Filter) = (2, "number < 5"))).ShouldBe("4 2");
        (await Found("attributes.colour = red")).ShouldBe("4");
    }

    [Theory]
    [InlineData("status = 'PENDING'", "order by number desc", "jobs_by_status")]
    [InlineData("delete_time is null", "order by number desc", "jobs_number_key")]
    [InlineData("delete_time is null", "order by create_time desc, id desc", "jobs_by_time")]
    [InlineData("article_id = '00000000-0000-0000-0000-000000000001'", "order by number desc", "jobs_of_article")]
    public async Task Every_list_is_served_by_an_index(string filter, string order, string index)
    {
        var plan = await world.Plan(_floor.Tenant, $"select id from jobs where tenant_id = '{_floor.Tenant}' and delete_time is null and {filter} {order} limit 51");
        plan.ShouldContain(index);
        plan.ShouldNotContain("Sort");
    }

    [Fact]
    public async Task Attributes_and_workers_are_found_by_an_index()
    {
        (await world.Plan(_floor.Tenant, $"select job_id from job_attributes where tenant_id = '{_floor.Tenant}' and name = 'colour' and value = 'red'")).ShouldContain("job_attributes_by_value");
        (await world.Plan(_floor.Tenant, $"select job_id from step_workers where tenant_id = '{_floor.Tenant}' and worker_id = '{_worker}' and is_assigned")).ShouldContain("step_workers_of_worker");
    }

    private Task<string> Found(string filter) => Numbers(r => r.Filter = filter);

    private async Task<string> Numbers(Action<ListJobsRequest>? change = null) => string.Join(' ', (await List(change)).Jobs.Select(j => j.Number));

    private Task<ListJobsResponse> List(Action<ListJobsRequest>? change = null)
    {
        var request = new ListJobsRequest();
        change?.Invoke(request);
        return _floor.Jobs.ListJobs(request, _floor.Call()).InTime();
    }
}
