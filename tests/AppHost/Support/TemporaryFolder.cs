using System.Diagnostics;

namespace FactoryFlow.AppHost.Tests;

/// <summary>A folder that a test may fill; removed at its end.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("factoryflow-test-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void GiveTo(string account) => Process.Start("chown", ["-R", account, Path]).WaitForExit();

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
