namespace FactoryFlow.AppHost.Processes;

/// <summary>The Unix signals that the app host sends; the values are Linux's.</summary>
internal enum Signal
{
    Interrupt = 2,
    Kill = 9,
    Terminate = 15,
}
