using FactoryFlow.Production.Tests.Support;
using FactoryFlow.Production.V1;
using FactoryFlow.Testing;
using Google.Protobuf.WellKnownTypes;

namespace FactoryFlow.Production.Tests.Rates;

public sealed class RateTests(World world)
{
    private static readonly DateTimeOffset Beginning = DateTimeOffset.UnixEpoch, Now = DateTimeOffset.UtcNow;
    private readonly Floor _floor = new(world);

    [Fact]
    public async Task The_first_rate_of_a_step_holds_from_the_beginning_and_the_next_from_now()
    {
        var article = await _floor.Article(("Cutting", "0.2500"));
        (await History(article)).ShouldBe([("Cutting", "0.2500", Beginning)]);
        (await _floor.Rate(article, "Sewing", "1.3333")).EffectiveTime.ToDateTimeOffset().ShouldBe(Beginning);
        var later = await _floor.Rate(article, "Cutting", "0.3000");
        later.EffectiveTime.ToDateTimeOffset().ShouldBeInRange(Now, DateTimeOffset.UtcNow.AddMinutes(1));
        (await Get(article)).StepRates.ShouldBe(new Dictionary<string, string> { ["Cutting"] = "0.3000", ["Sewing"] = "1.3333" }, ignoreOrder: true);
    }

    [Fact]
    public async Task The_history_is_kept_by_step_newest_first_with_what_is_to_come()
    {
        var article = await _floor.Article(("Sewing", "1"), ("Cutting", "2"));
        await _floor.Rate(article, "Cutting", "4", Now.AddDays(30));
        await _floor.Rate(article, "Cutting", "3", Now.AddDays(-30));
        (await History(article)).Select(r => r.Amount).ShouldBe(["4.0000", "3.0000", "2.0000", "1.0000"]);
        (await History(article, step: "Sewing")).Select(r => r.Amount).ShouldBe(["1.0000"]);
        (await History(article, size: 1)).ShouldBe(await History(article));
        (await Get(article)).StepRates["Cutting"].ShouldBe("3.0000");
    }

    [Fact]
    public async Task A_rate_of_the_past_says_that_credited_work_keeps_its_own()
    {
        var article = await _floor.Article(("Cutting", "2"));
        (await _floor.Rate(article, "Cutting", "3", Now.AddDays(-1))).Warnings.Select(w => (w.Reason, w.Subject)).ShouldBe([("CREDITED_WORK_KEEPS_ITS_RATE", "Cutting")]);
        (await _floor.Rate(article, "Cutting", "4", Now.AddDays(1))).Warnings.ShouldBeEmpty();
        (await _floor.Rate(article, "Sewing", "5")).Warnings.ShouldBeEmpty("nothing was credited before a first rate");
    }

    [Fact]
    public async Task Two_versions_from_the_same_time_on_are_refused()
    {
        var article = await _floor.Article(("Cutting", "2"));
        await _floor.Rate(article, "Cutting", "3", Now);
        var refusal = await Floor.Refused(() => _floor.Rate(article, "Cutting", "4", Now));
        (refusal.Reason.Name, refusal.Faults.Single().Field).ShouldBe(("RATE_TIME_TAKEN", "effective_time"));
        (await Floor.Refused(() => _floor.Rate(article, "Cutting", "4", Beginning))).Reason.Name.ShouldBe("RATE_TIME_TAKEN");
    }

    public static TheoryData<string, Action<CreateRateRequest>, string, string?> Refusals => new()
    {
        { "no article's id", r => r.ArticleId = "x", "INVALID_INPUT", "article_id" },
        { "an unknown article", r => r.ArticleId = Guid.NewGuid().ToString(), "ARTICLE_NOT_FOUND", "article_id" },
        { "no step", r => r.Step = "", "INVALID_INPUT", "step" },
        { "an unknown step", r => r.Step = "Polishing", "INVALID_INPUT", "step" },
        { "an unpaid step", r => r.Step = "Packing", "INVALID_INPUT", "step" },
        { "no amount", r => r.Amount = "", "INVALID_INPUT", "amount" },
        { "five decimals", r => r.Amount = "0.00001", "INVALID_INPUT", "amount" },
        { "below zero", r => r.Amount = "-1", "INVALID_INPUT", "amount" },
        { "above the largest", r => r.Amount = "100000.0001", "INVALID_INPUT", "amount" },
        { "before the beginning", r => r.EffectiveTime = new Timestamp { Seconds = -1 }, "INVALID_INPUT", "effective_time" },
        { "far ahead", r => r.EffectiveTime = Timestamp.FromDateTimeOffset(Now.AddYears(11)), "INVALID_INPUT", "effective_time" },
        { "no time at all", r => r.EffectiveTime = new Timestamp { Seconds = long.MaxValue }, "INVALID_INPUT", "effective_time" },
        { "more than a second's nanoseconds", r => r.EffectiveTime = new Timestamp { Nanos = int.MaxValue }, "INVALID_INPUT", "effective_time" },
    };

    [Theory]
    [MemberData(nameof(Refusals), DisableDiscoveryEnumeration = true)]
    public async Task Is_refused_by_its_own_reason_and_names_the_field(string what, Action<CreateRateRequest> spoil, string reason, string? field)
    {
        var request = new CreateRateRequest { ArticleId = (await _floor.Article()).Id, Step = "Cutting", Amount = "1" };
        spoil(request);
        var refusal = await Floor.Refused(() => _floor.Rates.CreateRate(request, _floor.Call()).InTime());
        (refusal.Reason.Name, refusal.Faults.SingleOrDefault().Field).ShouldBe((reason, field), what);
    }

    [Fact]
    public async Task A_step_that_only_an_older_job_has_gets_its_rate_all_the_same()
    {
        var article = await _floor.Article();
        await _floor.Job(article);
        _floor.Configure(c => c.JobSteps.Remove(c.JobSteps.Single(s => s.Name == "Cutting")));
        (await _floor.Rate(article, "Cutting", "1")).Amount.Amount.ShouldBe("1.0000");
    }

    [Fact]
    public async Task A_version_is_found_under_its_own_article_alone()
    {
        var (article, other) = (await _floor.Article(), await _floor.Article());
        var rate = await _floor.Rate(article, "Cutting", "1");
        (await Single(article.Id, rate.Id)).ShouldBe(rate);
        (await Floor.Refused(() => Single(other.Id, rate.Id))).Reason.Name.ShouldBe("RATE_NOT_FOUND");
        (await Floor.Refused(() => Single(Guid.NewGuid().ToString(), rate.Id))).Reason.Name.ShouldBe("ARTICLE_NOT_FOUND");
    }

    private Task<Rate> Single(string article, string rate) => _floor.Rates.GetRate(new() { ArticleId = article, RateId = rate }, _floor.Call()).InTime();

    private Task<Article> Get(Article article) => _floor.Articles.GetArticle(new() { ArticleId = article.Id }, _floor.Call()).InTime();

    private async Task<List<(string Step, string Amount, DateTimeOffset From)>> History(Article article, string step = "", int size = 0)
    {
        var (rates, token) = (new List<(string, string, DateTimeOffset)>(), "");
        do
        {
            var page = await _floor.Rates.ListRates(new() { ArticleId = article.Id, Step = step, PageSize = size, PageToken = token }, _floor.Call()).InTime();
            rates.AddRange(page.Rates.Select(r => (r.Step, r.Amount.Amount, r.EffectiveTime.ToDateTimeOffset())));
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        return rates;
    }
}
