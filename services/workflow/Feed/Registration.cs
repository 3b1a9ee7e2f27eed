namespace FactoryFlow.Workflow.Feed;

/// <summary>Registers what only the feed of events needs.</summary>
internal static class Registration
{
    /// <summary>Adds what streams events, and forgets them.</summary>
    public static void AddFeed(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<EventStreams>();
        builder.Services.AddSingleton(EventStore.Expired);
    }
}
