using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace FactoryFlow.Gateway.Tests;

/// <summary>Keeps each log line with what its scopes say.</summary>
internal sealed class Scopes : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public ConcurrentQueue<(string Text, Dictionary<string, object?> Said)> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Log(this);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
    }

    private sealed class Log(Scopes scopes) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => scopes._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var said = new Dictionary<string, object?>(StringComparer.Ordinal);
            scopes._scopes.ForEachScope(static (scope, said) =>
            {
                foreach (var (name, value) in scope as IEnumerable<KeyValuePair<string, object?>> ?? []) said[name] = value;
            }, said);
            scopes.Lines.Enqueue((formatter(state, exception), said));
        }
    }
}
