namespace FactoryFlow.AppHost;

/// <summary>A factory's day, played through the gateway.</summary>
internal static class Demo
{
    /// <summary>Plays it and says whether everything went as it should.</summary>
    public static async Task<bool> Play(Uri gatewayAddress, string adminPassword, TextWriter output, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync($"There is no demo to play at {gatewayAddress} yet.".AsMemory(), cancellationToken);
        return adminPassword.Length == 0;
    }
}
