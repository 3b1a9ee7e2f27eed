using FactoryFlow.Production.Reports;
using FactoryFlow.Production.V1;
using FactoryFlow.Tenancy.V1;
using AttributeType = FactoryFlow.Tenancy.V1.ArticleAttribute.Types.Type;
using JobStatus = FactoryFlow.Production.V1.Job.Types.Status;
using StepStatus = FactoryFlow.Production.V1.Step.Types.Status;

namespace FactoryFlow.Production.Tests.Jobs;

/// <summary>A tenant's configuration, requests that fit it, and jobs in any state.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly Guid Article = Guid.Parse("0190c1b2-7c3e-7d4f-8a5b-6c7d8e9f0a1b"), Worker = Guid.Parse("0190c1b2-7c3e-7d4f-8a5b-6c7d8e9f0a1c");
    public static readonly Production.Jobs.Rate Rate = new(Guid.Parse("0190c1b2-7c3e-7d4f-8a5b-6c7d8e9f0a1d"), 0.1250m);

    public static TenantConfig Config() => new()
    {
        Version = 3,
        Currency = "EUR",
        SizeRange = { "38", "40" },
        // Out of order, since nothing promises their order.
        JobSteps =
        {
            new JobStep { Name = "Packing", Order = 3, IsPaid = false },
            new JobStep { Name = "Cutting", Order = 1, IsPaid = true },
            new JobStep { Name = "Sewing", Order = 2, IsPaid = true },
        },
        ArticleAttributes =
        {
            new ArticleAttribute { Name = "note", Type = AttributeType.Text },
            new ArticleAttribute { Name = "weight", Type = AttributeType.Number },
            new ArticleAttribute { Name = "lined", Type = AttributeType.Boolean },
            new ArticleAttribute { Name = "due", Type = AttributeType.Date },
            new ArticleAttribute { Name = "colour", Type = AttributeType.Select, Options = { "red", "blue" } },
        },
    };

    public static CreateJobRequest Request(Action<CreateJobRequest>? change = null)
    {
        var request = new CreateJobRequest { ArticleId = Article.ToString(), Quantities = { ["38"] = 60, ["40"] = 40 } };
        change?.Invoke(request);
        return request;
    }

    /// <summary>A job of 100 pieces whose three steps stand as they are said to; what is completed let 90 pieces pass.</summary>
    public static Production.Jobs.Job Job(params StepStatus[] states) => new(
        Guid.CreateVersion7(), 17, Article, JobStatus.Pending, "{}", 100, "{}", "EUR", 1, true, [], Now,
        [.. states.Select((s, i) => Step(i + 1, s))]);

    public static Production.Jobs.Step Step(int order, StepStatus state, Guid? worker = null, bool isPaid = true) => new(
        Id(order), "Step " + order, order, isPaid, state, worker ?? Worker, null, state == StepStatus.Completed ? 90 : 0, 0, 0, 0, null, null, false, null,
        state == StepStatus.Completed ? Now : null);

    public static Work Work(int? good, int rejected = 0) => new(good, rejected, [], null, null, Now);

    /// <summary>The job once a step of it is completed.</summary>
    public static Production.Jobs.Job Complete(this Production.Jobs.Job job, Guid step, int? good, int rejected, Production.Jobs.Rate? rate) =>
        job.CompleteStep(step, Work(good, rejected), rate, Guid.CreateVersion7()).Job;

    public static Guid Id(int order) => new(order, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}
