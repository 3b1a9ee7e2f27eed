using FactoryFlow.Platform.Data;
using System.Text.RegularExpressions;
using FactoryFlow.Events.Tenancy;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Platform.Tenants;
using FactoryFlow.Tenancy.V1;
using Google.Protobuf.Collections;

namespace FactoryFlow.Tenancy.TenantConfigs;

/// <summary>The rules of a tenant's configuration.</summary>
internal static partial class TenantConfig
{
    private const int DefaultPageSize = 50, LargestPageSize = 200;
    private const int MostSteps = 100, MostAttributes = 100, MostSizes = 100, MostEntryTypes = 100, MostOptions = 200, MostReasons = 100;

    private const string MustBeCode = "must be a capital, then at most 62 capitals, digits and underscores";

    // What the ledger posts by itself, and what its names of corrections end with.
    private static readonly HashSet<string> OwnEntryTypes = ["WAGE", "PAYMENT"];
    private static readonly string[] OwnEntryTypeEnds = ["_REVERSAL", "_CORRECTION"];

    /// <summary>The configuration that a request writes, in order and without blanks around names; without tenant, version and currency.</summary>
    public static V1.TenantConfig Of(UpsertTenantConfigRequest request, Check check)
    {
        var config = new V1.TenantConfig
        {
            JobSteps = { Steps(request.JobSteps, check).OrderBy(step => step.Order) },
            ArticleAttributes = { Attributes(request.ArticleAttributes, check) },
            SizeRange = { Texts("size_range", request.SizeRange, 20, MostSizes, check) },
            LedgerEntryTypes = { EntryTypes(request.LedgerEntryTypes, check) },
            Pagination = request.Pagination ?? new Pagination { PageSize = DefaultPageSize },
            StepOrder = request.StepOrder,
            MissingRates = request.MissingRates,
            RejectReasons = { Codes("reject_reasons", request.RejectReasons, MostReasons, check) },
        };
        check.Range("pagination.page_size", config.Pagination.PageSize, 1, LargestPageSize);
        check.That(Enum.IsDefined(config.StepOrder), "step_order", "must be ENFORCED or FREE");
        check.That(Enum.IsDefined(config.MissingRates), "missing_rates", "must be WARN or REFUSE");
        return config.WithDefaults();
    }

    /// <summary>The same with what a request, or a configuration from before there was the choice, left unsaid.</summary>
    public static V1.TenantConfig WithDefaults(this V1.TenantConfig config)
    {
        if (config.StepOrder == V1.TenantConfig.Types.StepOrder.Unspecified) config.StepOrder = V1.TenantConfig.Types.StepOrder.Enforced;
        if (config.MissingRates == V1.TenantConfig.Types.MissingRates.Unspecified) config.MissingRates = V1.TenantConfig.Types.MissingRates.Warn;
        return config;
    }

    /// <summary>The same as a version, which its etag stands for.</summary>
    public static V1.TenantConfig At(this V1.TenantConfig config, int version)
    {
        (config.Version, config.Etag) = (version, Etag.Of(version));
        return config;
    }

    /// <summary>Refuses what the tenant's plan does not allow.</summary>
    /// <exception cref="Refusal">PLAN_LIMIT_EXCEEDED.</exception>
    public static void RequireWithin(PlanLimits limits, V1.TenantConfig config)
    {
        Limits.Require(PlanLimit.MaxJobSteps, limits.MaxJobSteps, config.JobSteps.Count, "job_steps");
        Limits.Require(PlanLimit.MaxArticleAttributes, limits.MaxArticleAttributes, config.ArticleAttributes.Count, "article_attributes");
    }

    private static List<JobStep> Steps(RepeatedField<JobStep> asked, Check check)
    {
        check.That(asked.Count > 0, "job_steps", "needs at least one step");
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var orders = new HashSet<int>();
        return Each("job_steps", asked, MostSteps, check, (step, field) =>
        {
            var name = check.Text(field + ".name", step.Name, 1, 100);
            if (name.Length > 0) check.That(names.Add(name), field + ".name", "names a step that stands here already, whatever the case");
            if (check.That(step.Order >= 1, field + ".order", FormattableString.Invariant($"is {step.Order}; positions begin at 1")))
                check.That(orders.Add(step.Order), field + ".order", FormattableString.Invariant($"gives position {step.Order} a second time"));
            return new JobStep { Name = name, Order = step.Order, IsPaid = step.IsPaid };
        });
    }

    private static List<ArticleAttribute> Attributes(RepeatedField<ArticleAttribute> asked, Check check)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        return Each("article_attributes", asked, MostAttributes, check, (attribute, field) =>
        {
            var name = attribute.Name;
            if (check.That(AttributeName().IsMatch(name), field + ".name", "must be a letter, then at most 62 letters, digits and underscores"))
                check.That(names.Add(name), field + ".name", $"names {name} a second time");
            var label = check.Text(field + ".label", attribute.Label, 0, 100);
            var isSelect = attribute.Type == ArticleAttribute.Types.Type.Select;
            check.That(
                attribute.Type != ArticleAttribute.Types.Type.Unspecified && Enum.IsDefined(attribute.Type), field + ".type",
                "must be TEXT, NUMBER, BOOLEAN, DATE or SELECT");
            check.That(isSelect || attribute.Options.Count == 0, field + ".options", "are for SELECT only");
            check.That(!isSelect || attribute.Options.Count > 0, field + ".options", "are required for SELECT");
            return new ArticleAttribute
            {
                Name = name,
                Label = label.Length > 0 ? label : name,
                Type = attribute.Type,
                IsRequired = attribute.IsRequired,
                Options = { Texts(field + ".options", attribute.Options, 200, MostOptions, check) },
            };
        });
    }

    private static List<LedgerEntryType> EntryTypes(RepeatedField<LedgerEntryType> asked, Check check)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        return Each("ledger_entry_types", asked, MostEntryTypes, check, (type, field) =>
        {
            if (check.That(Code().IsMatch(type.Name), field + ".name", MustBeCode))
            {
                check.That(
                    !OwnEntryTypes.Contains(type.Name) && !OwnEntryTypeEnds.Any(end => type.Name.EndsWith(end, StringComparison.Ordinal)),
                    field + ".name", $"is {type.Name}, which the ledger posts by itself");
                check.That(names.Add(type.Name), field + ".name", $"names {type.Name} a second time");
            }

            check.That(
                type.Direction is LedgerEntryType.Types.Direction.Credit or LedgerEntryType.Types.Direction.Debit, field + ".direction",
                "must be CREDIT or DEBIT");
            return new LedgerEntryType { Name = type.Name, Direction = type.Direction };
        });
    }

    private static List<string> Codes(string list, IReadOnlyList<string> asked, int most, Check check)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return Each(list, asked, most, check, (code, field) =>
        {
            if (check.That(Code().IsMatch(code), field, MustBeCode)) check.That(seen.Add(code), field, "stands here already");
            return code;
        });
    }

    private static List<string> Texts(string list, IReadOnlyList<string> asked, int longest, int most, Check check)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return Each(list, asked, most, check, (value, field) =>
        {
            var text = check.Text(field, value, 1, longest);
            if (text.Length > 0) check.That(seen.Add(text), field, "stands here already");
            return text;
        });
    }

    // The faults of a list that is too long would fill an answer by themselves: its length is fault enough.
    private static List<T> Each<T>(string list, IReadOnlyList<T> asked, int most, Check check, Func<T, string, T> read) =>
        check.That(asked.Count <= most, list, FormattableString.Invariant($"has {asked.Count} entries; at most {most} are allowed"))
            ? [.. asked.Select((item, i) => read(item, FormattableString.Invariant($"{list}[{i}]")))]
            : [];

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_]{0,62}\z")]
    private static partial Regex AttributeName();

    [GeneratedRegex(@"^[A-Z][A-Z0-9_]{0,62}\z")]
    private static partial Regex Code();
}
