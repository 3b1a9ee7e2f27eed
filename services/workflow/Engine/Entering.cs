namespace FactoryFlow.Workflow.Engine;

/// <summary>Since when an instance has been where it stands, as its history says.</summary>
internal static class Entering
{
    /// <summary>When each stay that has not ended began, by its visit: when the token had come and was done with what it came by.</summary>
    /// <param name="history">What happened, in order, and when.</param>
    public static IReadOnlyDictionary<int, DateTimeOffset> Of(IEnumerable<(WorkflowEvent Event, DateTimeOffset Time)> history)
    {
        var (instance, since) = (new Instance { Id = Guid.Empty }, new Dictionary<int, (int Activities, DateTimeOffset Time)>());
        foreach (var (e, time) in history)
        {
            instance = instance.After(e);
            foreach (var token in instance.Tokens)
                if (!since.TryGetValue(token.Visit, out var known) || token.Activities > known.Activities) since[token.Visit] = (token.Activities, time);
        }

        return instance.Tokens.ToDictionary(t => t.Visit, t => since[t.Visit].Time);
    }
}
