using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using FactoryFlow.Tenancy.TenantConfigs;
using TenantConfig = FactoryFlow.Tenancy.TenantConfigs.TenantConfig;
using Type = FactoryFlow.Tenancy.V1.ArticleAttribute.Types.Type;

namespace FactoryFlow.Tenancy.Tests.TenantConfigs;

public sealed class TenantConfigTests
{
    public static TheoryData<string, Action<UpsertTenantConfigRequest>> Faults => new()
    {
        { "job_steps", c => c.JobSteps.Clear() },
        { "job_steps", c => c.JobSteps.Add(Enumerable.Range(3, 99).Select(i => new JobStep { Name = $"Step {i}", Order = i })) },
        { "job_steps[1].name", c => c.JobSteps[1].Name = "" },
        { "job_steps[1].name", c => c.JobSteps[1].Name = new string('x', 101) },
        { "job_steps[1].name", c => c.JobSteps[1].Name = " STITCHING " },
        { "job_steps[0].order", c => c.JobSteps[0].Order = 0 },
        { "job_steps[1].order", c => c.JobSteps[1].Order = 2 },
        { "article_attributes[0].name", c => c.ArticleAttributes[0].Name = "1st" },
        { "article_attributes[0].name", c => c.ArticleAttributes[0].Name = "color\n" },
        { "article_attributes[0].name", c => c.ArticleAttributes[0].Name = new string('x', 64) },
        { "article_attributes[1].name", c => c.ArticleAttributes[1].Name = "color" },
        { "article_attributes[0].label", c => c.ArticleAttributes[0].Label = new string('x', 101) },
        { "article_attributes[1].type", c => c.ArticleAttributes[1].Type = Type.Unspecified },
        { "article_attributes[1].type", c => c.ArticleAttributes[1].Type = (Type)9 },
        { "article_attributes[0].options", c => c.ArticleAttributes[0].Options.Clear() },
        { "article_attributes[0].options", c => c.ArticleAttributes[0].Options.Add(Enumerable.Range(0, 199).Select(i => $"shade {i}")) },
        { "article_attributes[0].options[1]", c => c.ArticleAttributes[0].Options[1] = "black" },
        { "article_attributes[0].options[0]", c => c.ArticleAttributes[0].Options[0] = "" },
        { "article_attributes[1].options", c => c.ArticleAttributes[1].Options.Add("today") },
        { "size_range[2]", c => c.SizeRange[2] = "38" },
        { "size_range[2]", c => c.SizeRange[2] = new string('4', 21) },
        { "size_range", c => c.SizeRange.Add(Enumerable.Range(100, 98).Select(i => $"{i}")) },
        { "ledger_entry_types[0].name", c => c.LedgerEntryTypes[0].Name = "Bonus" },
        { "ledger_entry_types[0].name", c => c.LedgerEntryTypes[0].Name = "WAGE" },
        { "ledger_entry_types[0].name", c => c.LedgerEntryTypes[0].Name = "PAYMENT" },
        { "ledger_entry_types[1].name", c => c.LedgerEntryTypes.Add(c.LedgerEntryTypes[0].Clone()) },
        { "ledger_entry_types[0].direction", c => c.LedgerEntryTypes[0].Direction = 0 },
        { "pagination.page_size", c => c.Pagination.PageSize = 0 },
        { "pagination.page_size", c => c.Pagination.PageSize = 201 },
        { "step_order", c => c.StepOrder = (V1.TenantConfig.Types.StepOrder)3 },
        { "missing_rates", c => c.MissingRates = (V1.TenantConfig.Types.MissingRates)3 },
        { "reject_reasons[0]", c => c.RejectReasons.Add("torn") },
        { "reject_reasons[0]", c => c.RejectReasons.Add("") },
        { "reject_reasons[1]", c => c.RejectReasons.Add(["TORN", "TORN"]) },
        { "reject_reasons", c => c.RejectReasons.Add(Enumerable.Range(0, 101).Select(i => $"R{i}")) },
    };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    internal void A_fault_is_named_by_its_path(string field, Action<UpsertTenantConfigRequest> change)
    {
        var refusal = Should.Throw<Refusal>(() => Read(Some.Config(change: change)));
        refusal.Reason.ShouldBe(CommonReasons.InvalidInput);
        refusal.Faults.Select(f => f.Field).ShouldBe([field]);
    }

    [Fact]
    public void All_faults_are_named_at_once() =>
        Should.Throw<Refusal>(() => Read(Some.Config(change: c =>
        {
            c.JobSteps[0].Name = "";
            c.JobSteps[1].Order = -1;
            c.SizeRange.Add("");
            c.Pagination.PageSize = 1000;
        }))).Faults.Select(f => f.Field).ShouldBe(["job_steps[0].name", "job_steps[1].order", "size_range[3]", "pagination.page_size"]);

    [Fact]
    public void Steps_are_kept_in_order_and_names_without_blanks_around_them() =>
        Read(Some.Config()).JobSteps.Select(s => s.Name).ShouldBe(["Cutting", "Stitching"]);

    [Fact]
    public void Positions_may_have_gaps() => Read(Some.Config(change: c => c.JobSteps[0].Order = 40)).JobSteps[1].Order.ShouldBe(40);

    [Fact]
    public void An_absent_label_is_the_name() => Read(Some.Config()).ArticleAttributes[1].Label.ShouldBe("due_day");

    [Fact]
    public void Absent_pagination_is_fifty_a_page() => Read(Some.Config(change: c => c.Pagination = null)).Pagination.PageSize.ShouldBe(50);

    [Fact]
    public void Steps_stand_in_order_and_missing_rates_warn_unless_said_otherwise()
    {
        var config = Read(Some.Config());
        (config.StepOrder, config.MissingRates).ShouldBe((V1.TenantConfig.Types.StepOrder.Enforced, V1.TenantConfig.Types.MissingRates.Warn));
        config = Read(Some.Config(change: c => (c.StepOrder, c.MissingRates) = (V1.TenantConfig.Types.StepOrder.Free, V1.TenantConfig.Types.MissingRates.Refuse)));
        (config.StepOrder, config.MissingRates).ShouldBe((V1.TenantConfig.Types.StepOrder.Free, V1.TenantConfig.Types.MissingRates.Refuse));
    }

    [Fact]
    public void A_configuration_from_before_there_was_the_choice_has_the_defaults() =>
        new TenantConfigRow(Guid.Empty, "EUR", 1, "{}").ToMessage()!.StepOrder.ShouldBe(V1.TenantConfig.Types.StepOrder.Enforced);

    [Theory]
    [InlineData(2, 2, null)]
    [InlineData(-1, -1, null)]
    [InlineData(1, 2, "job_steps")]
    [InlineData(2, 1, "article_attributes")]
    [InlineData(0, 0, "job_steps")]
    public void A_plan_limits_steps_before_attributes(int steps, int attributes, string? field)
    {
        var limits = new PlanLimits { MaxJobSteps = steps, MaxArticleAttributes = attributes };
        var refusal = Record.Exception(() => TenantConfig.RequireWithin(limits, Read(Some.Config()))) as Refusal;
        refusal?.Reason.ShouldBe(CommonReasons.PlanLimitExceeded);
        refusal?.Faults[0].Field.ShouldBe(field);
        (refusal is null).ShouldBe(field is null);
    }

    private static V1.TenantConfig Read(UpsertTenantConfigRequest request)
    {
        var check = new Check();
        var config = TenantConfig.Of(request, check);
        check.Done();
        return config;
    }
}
