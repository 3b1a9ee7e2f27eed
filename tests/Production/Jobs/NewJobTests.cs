using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.Jobs;
using FactoryFlow.Production.V1;
using FactoryFlow.Tenancy.V1;
using Google.Protobuf.WellKnownTypes;

namespace FactoryFlow.Production.Tests.Jobs;

public sealed class NewJobTests
{
    public static TheoryData<Action<CreateJobRequest>, string, string> Faults => new()
    {
        { r => r.ArticleId = "", "article_id", "is required" },
        { r => r.ArticleId = "x", "article_id", "is not a UUID" },
        { r => r.Quantities.Clear(), "quantities", "at least one size" },
        { r => r.Quantities["42"] = 1, "quantities[42]", "is no size of the tenant's range" },
        { r => r.Quantities["38"] = 0, "quantities[38]", "must be 1 to 1000000" },
        { r => r.Quantities["38"] = -1, "quantities[38]", "must be 1 to 1000000" },
        { r => r.Quantities["38"] = 1_000_001, "quantities[38]", "must be 1 to 1000000" },
        { Attribute("size", Value.ForString("x")), "attributes[size]", "is no attribute of the tenant's configuration" },
        { Attribute("note", Value.ForNumber(1)), "attributes[note]", "must be text" },
        { Attribute("note", Value.ForNull()), "attributes[note]", "must be text" },
        { Attribute("note", Value.ForString(new string('x', 501))), "attributes[note]", "at most 500" },
        { Attribute("note", Value.ForString("a\0b")), "attributes[note]", "control character" },
        { Attribute("weight", Value.ForString("1")), "attributes[weight]", "must be a number" },
        { Attribute("weight", Value.ForNumber(double.NaN)), "attributes[weight]", "must be a number" },
        { Attribute("weight", Value.ForNumber(double.PositiveInfinity)), "attributes[weight]", "must be a number" },
        { Attribute("lined", Value.ForString("true")), "attributes[lined]", "must be true or false" },
        { Attribute("due", Value.ForNumber(20260131)), "attributes[due]", "must be a day" },
        { Attribute("due", Value.ForString("31.01.2026")), "attributes[due]", "must be a day" },
        { Attribute("due", Value.ForString("2026-02-30")), "attributes[due]", "must be a day" },
        { Attribute("colour", Value.ForString("green")), "attributes[colour]", "must be one of red, blue" },
        { Attribute("colour", Value.ForBool(true)), "attributes[colour]", "must be one of red, blue" },
        { Attribute("colour", Value.ForList(Value.ForString("red"))), "attributes[colour]", "must be one of red, blue" },
        { r => r.Assignments["Gluing"] = Some.Worker.ToString(), "assignments[Gluing]", "is no step" },
        { r => r.Assignments["Sewing"] = "x", "assignments[Sewing]", "is not a UUID" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_names_its_field(Action<CreateJobRequest> spoil, string field, string message)
    {
        var refusal = Should.Throw<Refusal>(() => NewJob.Of(Some.Request(spoil), Some.Config()));
        refusal.Reason.ShouldBe(CommonReasons.InvalidInput);
        refusal.Faults.Single().Field.ShouldBe(field);
        refusal.Faults.Single().Message.ShouldContain(message);
    }

    public static TheoryData<Action<CreateJobRequest>> Acceptable => new()
    {
        { r => r.Quantities["38"] = 1_000_000 },
        Attribute("note", Value.ForString("")),
        Attribute("note", Value.ForString(new string('½', 500))),
        Attribute("weight", Value.ForNumber(-1.5)),
        Attribute("lined", Value.ForBool(false)),
        Attribute("due", Value.ForString("2026-01-31")),
        Attribute("colour", Value.ForString("blue")),
        { r => r.Assignments["Sewing"] = Some.Worker.ToString() },
    };

    [Theory]
    [MemberData(nameof(Acceptable))]
    public void What_fits_the_configuration_is_taken(Action<CreateJobRequest> change) => NewJob.Of(Some.Request(change), Some.Config()).ArticleId.ShouldBe(Some.Article);

    [Theory]
    [InlineData("", "is required")]
    [InlineData("a\0", "control character")]
    [InlineData("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "at most 64")]
    public void Without_a_size_range_a_size_is_still_text(string size, string message)
    {
        var refusal = Should.Throw<Refusal>(() => NewJob.Of(Some.Request(r => r.Quantities[size] = 1), Without(c => c.SizeRange.Clear())));
        refusal.Faults.Single().Message.ShouldContain(message);
    }

    [Fact]
    public void Without_a_size_range_any_size_will_do() =>
        NewJob.Of(Some.Request(r => r.Quantities["one size"] = 5), Without(c => c.SizeRange.Clear())).TotalQuantity.ShouldBe(105);

    [Fact]
    public void A_job_has_at_most_ten_million_pieces()
    {
        var request = new CreateJobRequest { ArticleId = Some.Article.ToString() };
        for (var i = 0; i < 10; i++) request.Quantities["s" + i] = 1_000_000;
        var config = Without(c => c.SizeRange.Clear());
        NewJob.Of(request, config).TotalQuantity.ShouldBe(10_000_000);
        request.Quantities["one more"] = 1;
        Should.Throw<Refusal>(() => NewJob.Of(request, config)).Faults.Single().Field.ShouldBe("quantities");
    }

    [Fact]
    public void A_required_attribute_must_be_there() =>
        Should.Throw<Refusal>(() => NewJob.Of(Some.Request(), Without(c => c.ArticleAttributes[0].IsRequired = true))).Faults.Single().ShouldBe(new FieldFault("attributes[note]", "is required"));

    [Fact]
    public void Every_fault_is_named_at_once() =>
        Should.Throw<Refusal>(() => NewJob.Of(Some.Request(r => (r.ArticleId, r.Quantities["38"]) = ("", 0)), Some.Config())).Faults.Select(f => f.Field).ShouldBe(["article_id", "quantities[38]"]);

    [Fact]
    public void A_job_takes_its_steps_from_the_configuration_in_their_order()
    {
        var wanted = NewJob.Of(Some.Request(r => r.Assignments["Sewing"] = Some.Worker.ToString()), Some.Config());
        var job = wanted.ToJob(Guid.NewGuid(), 17, "EUR", Guid.NewGuid, Some.Now);
        job.Steps.Select(s => (s.Name, s.Order, s.IsPaid, s.WorkerId)).ShouldBe([("Cutting", 1, true, null), ("Sewing", 2, true, Some.Worker), ("Packing", 3, false, null)]);
        (job.TotalQuantity, job.ConfigVersion, job.Status).ShouldBe((100, 3, V1.Job.Types.Status.Pending));
    }

    [Fact]
    public void A_map_of_very_many_entries_is_refused_without_looking_at_them()
    {
        void Spoil(CreateJobRequest request)
        {
            for (var i = 0; i < 100_000; i++) request.Assignments[$"step {i}"] = "nobody";
        }

        Should.Throw<Refusal>(() => NewJob.Of(Some.Request(Spoil), Some.Config())).Faults.Single().Field.ShouldBe("assignments");
    }

    private static Action<CreateJobRequest> Attribute(string name, Value value) => r => r.Attributes = new Struct { Fields = { [name] = value } };

    private static TenantConfig Without(Action<TenantConfig> change)
    {
        var config = Some.Config();
        change(config);
        return config;
    }
}
