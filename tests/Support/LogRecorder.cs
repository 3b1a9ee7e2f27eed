using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace FactoryFlow.Testing;

/// <summary>Keeps what is logged, so that a test can tell an error that it caused from one that nobody announced.</summary>
public sealed class LogRecorder : ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _lines = new();

    /// <summary>Every line at that level or above.</summary>
    public IReadOnlyList<string> From(LogLevel level) => [.. _lines.Where(l => l.Level >= level).Select(l => l.Text)];

    /// <summary>For whoever wants a logger of its own.</summary>
    public ILogger<T> For<T>() => LoggerFactory.Create(logging => logging.AddProvider(ToProvider())).CreateLogger<T>();

    /// <summary>For a host.</summary>
    public ILoggerProvider ToProvider() => new Provider(this);

    /// <inheritdoc />
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    /// <inheritdoc />
    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    /// <inheritdoc />
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) _lines.Enqueue((logLevel, $"{formatter(state, exception)} {exception}"));
    }

    private sealed class Provider(LogRecorder recorder) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => recorder;

        public void Dispose()
        {
        }
    }
}
