namespace FactoryFlow.Feed.Tests.Switch;

/// <summary>The sources that this test was built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Above(AppContext.BaseDirectory);

    private static string Above(string folder) => File.Exists(Path.Combine(folder, "FactoryFlow.sln"))
        ? folder
        : Above(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("These tests run from a folder inside the repository."));
}
