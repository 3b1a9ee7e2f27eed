namespace FactoryFlow.AppHost.Processes;

/// <summary>Something could not be started; the message is a sentence for the person at the console.</summary>
/// <param name="message">What is missing, and how to give it.</param>
public sealed class StartException(string message) : Exception(message);
