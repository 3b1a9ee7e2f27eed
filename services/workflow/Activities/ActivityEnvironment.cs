namespace FactoryFlow.Workflow.Activities;

/// <summary>What the operator lets definitions of all tenants use as <c>{{env.NAME}}</c>: what is not configured here is not to be had.</summary>
internal sealed record ActivityEnvironment(IReadOnlyDictionary<string, string> Values)
{
    /// <summary>As it is configured: <c>Workflow__ActivityEnvironment__NAME</c>.</summary>
    public static ActivityEnvironment From(IConfiguration configuration) =>
        new(configuration.GetSection("Workflow:ActivityEnvironment").GetChildren().Where(value => value.Value is not null)
            .ToDictionary(value => value.Key, value => value.Value!, StringComparer.OrdinalIgnoreCase));

    // Its values are secrets, and must not reach a log by being formatted.
    public override string ToString() => string.Join(", ", Values.Keys);
}
