namespace FactoryFlow.AppHost.Hosting;

/// <summary>A variable given to a process; its value is asked for at each start, when everything that it waits for is there.</summary>
internal sealed record EnvironmentVariable(string Name, Func<string> Value, bool IsSecret = false);
