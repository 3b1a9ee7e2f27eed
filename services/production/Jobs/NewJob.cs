using System.Globalization;
using System.Text.Json;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.Clients;
using FactoryFlow.Production.V1;
using FactoryFlow.Tenancy.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using AttributeType = FactoryFlow.Tenancy.V1.ArticleAttribute.Types.Type;

namespace FactoryFlow.Production.Jobs;

/// <summary>What a request for a job must hold to, given the tenant's configuration.</summary>
internal sealed record NewJob(Guid ArticleId, Guid? OrderId, string Quantities, int TotalQuantity, string Attributes, IReadOnlyDictionary<string, Guid> Workers, TenantConfig Config)
{
    private const int LargestQuantity = 1_000_000;
    // As many as a configuration has at most of steps, sizes and attributes.
    private const int MostEntries = 100;
    private const int LargestTotal = 10_000_000;
    private const int LongestSize = 64;
    private const int LongestText = 500;

    /// <summary>Checks a request and names every fault.</summary>
    /// <exception cref="Refusal">INVALID_INPUT.</exception>
    public static NewJob Of(CreateJobRequest request, TenantConfig config)
    {
        var check = new Check();
        var article = check.Id("article_id", request.ArticleId);
        Guid? order = request.OrderId.Length > 0 ? check.Id("order_id", request.OrderId) : null;
        var total = CheckQuantities(check, request, config);
        CheckAttributes(check, request.Attributes ?? new Struct(), config);
        var workers = CheckAssignments(check, request, config);
        check.Done();
        return new NewJob(
            article, order, JsonSerializer.Serialize(request.Quantities.ToDictionary()), total,
            request.Attributes is null ? "{}" : JsonFormatter.Default.Format(request.Attributes), workers, config);
    }

    /// <summary>Warns of each paid step that has no rate.</summary>
    /// <exception cref="Refusal">RATE_MISSING, where the configuration wants no such job.</exception>
    public IReadOnlyList<Warning> Unrated(IReadOnlyList<string> rated)
    {
        var steps = Config.JobSteps.Where(s => s.IsPaid && !rated.Contains(s.Name)).OrderBy(s => s.Order).Select(s => s.Name).ToList();
        if (steps.Count > 0 && Config.MissingRates == TenantConfig.Types.MissingRates.Refuse)
            throw Reasons.RateMissing.Refuse($"The article has no rate for {string.Join(", ", steps)}. Enter it first.", "article_id");
        return steps.ConvertAll(step => new Warning
        {
            Reason = Reasons.RateMissing.Name,
            Subject = step,
            Message = $"The article has no rate for {step}: what the step earns is held until one is entered.",
        });
    }

    /// <summary>The job, with the steps of the configuration.</summary>
    public Job ToJob(Guid id, int number, string currency, Func<Guid> newId, DateTimeOffset now) => new(
        id, number, ArticleId, V1.Job.Types.Status.Pending, Quantities, TotalQuantity, Attributes, currency, Config.Version,
        Config.StepOrder != TenantConfig.Types.StepOrder.Free, [.. Config.RejectReasons], now,
        [
            .. Config.JobSteps.OrderBy(s => s.Order).Select(s => new Step(
                newId(), s.Name, s.Order, s.IsPaid, V1.Step.Types.Status.Pending, Workers.TryGetValue(s.Name, out var worker) ? worker : null, null,
                0, 0, 0, 0, null, null, false, null, null)),
        ])
    {
        OrderId = OrderId,
    };

    private static Dictionary<string, Guid> CheckAssignments(Check check, CreateJobRequest request, TenantConfig config)
    {
        var workers = new Dictionary<string, Guid>();
        if (!check.AtMost("assignments", request.Assignments.Count, MostEntries)) return workers;
        foreach (var (step, worker) in request.Assignments)
        {
            var field = $"assignments[{step}]";
            if (config.JobSteps.Any(s => s.Name == step)) workers[step] = check.Id(field, worker);
            else check.Fault(field, TenantConfigClient.NoSuchStep(config));
        }

        return workers;
    }

    private static int CheckQuantities(Check check, CreateJobRequest request, TenantConfig config)
    {
        check.That(request.Quantities.Count > 0, "quantities", "is required: at least one size");
        var total = 0L;
        if (!check.AtMost("quantities", request.Quantities.Count, MostEntries)) return 0;
        foreach (var (size, quantity) in request.Quantities)
        {
            var field = $"quantities[{size}]";
            if (config.SizeRange.Count == 0) check.Text(field, size, 1, LongestSize);
            else if (!config.SizeRange.Contains(size)) check.Fault(field, "is no size of the tenant's range, which has " + string.Join(", ", config.SizeRange));
            check.Range(field, quantity, 1, LargestQuantity);
            total += quantity;
        }

        check.That(total <= LargestTotal, "quantities", string.Create(CultureInfo.InvariantCulture, $"add up to {total}; a job has at most {LargestTotal} pieces"));
        return (int)Math.Min(total, LargestTotal);
    }

    private static void CheckAttributes(Check check, Struct attributes, TenantConfig config)
    {
        if (!check.AtMost("attributes", attributes.Fields.Count, MostEntries)) return;
        foreach (var (name, value) in attributes.Fields)
        {
            var attribute = config.ArticleAttributes.FirstOrDefault(a => a.Name == name);
            if (attribute is null)
                check.Fault($"attributes[{name}]", "is no attribute of the tenant's configuration, which has " + (config.ArticleAttributes.Count == 0 ? "none" : string.Join(", ", config.ArticleAttributes.Select(a => a.Name))));
            else if (Fault(attribute, value) is { } fault)
                check.Fault($"attributes[{name}]", fault);
        }

        foreach (var attribute in config.ArticleAttributes.Where(a => a.IsRequired && !attributes.Fields.ContainsKey(a.Name)))
            check.Fault($"attributes[{attribute.Name}]", "is required");
    }

    private static string? Fault(ArticleAttribute attribute, Value value) => attribute.Type switch
    {
        AttributeType.Text when value.KindCase != Value.KindOneofCase.StringValue => "must be text",
        AttributeType.Text when value.StringValue.Length > LongestText => $"has {value.StringValue.Length} characters; at most {LongestText} are allowed",
        AttributeType.Text when value.StringValue.Contains('\0', StringComparison.Ordinal) => "holds a control character",
        AttributeType.Number when value.KindCase != Value.KindOneofCase.NumberValue || !double.IsFinite(value.NumberValue) => "must be a number",
        AttributeType.Boolean when value.KindCase != Value.KindOneofCase.BoolValue => "must be true or false",
        AttributeType.Date when value.KindCase != Value.KindOneofCase.StringValue
            || !DateOnly.TryParseExact(value.StringValue, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) => "must be a day such as \"2026-01-31\"",
        AttributeType.Select when value.KindCase != Value.KindOneofCase.StringValue || !attribute.Options.Contains(value.StringValue) =>
            "must be one of " + string.Join(", ", attribute.Options),
        _ => null,
    };
}
