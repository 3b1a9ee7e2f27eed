namespace FactoryFlow.AppHost.Hosting;

/// <summary>The command line cannot be understood; the message says why.</summary>
/// <param name="message">One sentence.</param>
internal sealed class UsageException(string message) : Exception(message);
