namespace FactoryFlow.AppHost.Processes;

/// <summary>One line that a resource wrote on its console.</summary>
/// <param name="Number">Counts from 1 and goes on counting when old lines are forgotten.</param>
/// <param name="Time">When the app host read it.</param>
/// <param name="Text">The line itself.</param>
/// <param name="IsError">True when it came from standard error.</param>
public sealed record LogLine(int Number, DateTimeOffset Time, string Text, bool IsError);

/// <summary>The newest console lines of one resource: a ring, so that a talkative service cannot fill the memory.</summary>
internal sealed class LogBuffer(int capacity = 5_000, TimeProvider? clock = null)
{
    private readonly Queue<LogLine> _lines = new();
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly Lock _gate = new();
    private TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    /// <summary>Raised for each line, on the thread that read it.</summary>
    public event Action<LogLine>? Added;

    public void Add(string text, bool isError = false)
    {
        LogLine line;
        TaskCompletionSource grown;
        lock (_gate)
        {
            line = new LogLine(++_count, _clock.GetUtcNow(), text, isError);
            _lines.Enqueue(line);
            if (_lines.Count > capacity)
                _lines.Dequeue();
            grown = _grown;
            _grown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        grown.TrySetResult();
        Added?.Invoke(line);
    }

    /// <summary>The lines that are still kept and have a number above the given one.</summary>
    public IReadOnlyList<LogLine> After(int number)
    {
        lock (_gate)
            return [.. _lines.SkipWhile(line => line.Number <= number)];
    }

    /// <summary>Ends as soon as there is a line above the given number.</summary>
    public Task WaitForMore(int number, CancellationToken cancellationToken)
    {
        lock (_gate)
            return _count > number ? Task.CompletedTask : _grown.Task.WaitAsync(cancellationToken);
    }

    /// <summary>The last few lines as one text, for the sentence that says why something did not start.</summary>
    public string Tail(int lines = 8)
    {
        lock (_gate)
            return string.Join(Environment.NewLine, _lines.TakeLast(lines).Select(line => "  " + line.Text));
    }
}
