namespace FactoryFlow.Workflow.Webhooks;

/// <summary>A call that was made, and what came of it.</summary>
/// <param name="StartTime">When.</param>
/// <param name="DurationMilliseconds">How long it took.</param>
/// <param name="StatusCode">The status code of the answer; 0 when there was none.</param>
/// <param name="Excerpt">What the answer's body began with.</param>
/// <param name="Error">What went wrong; empty when nothing did.</param>
/// <param name="Asked">How long the other side asked to wait.</param>
internal sealed record Attempt(DateTimeOffset StartTime, int DurationMilliseconds, int StatusCode, string Excerpt, string Error, TimeSpan? Asked = null)
{
    private const int Gone = 410;

    public bool Arrived => StatusCode is >= 200 and < 300;

    public bool IsGone => StatusCode == Gone;
}
