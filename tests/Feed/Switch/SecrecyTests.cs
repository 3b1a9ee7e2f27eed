using System.Text.RegularExpressions;

namespace FactoryFlow.Feed.Tests.Switch;

/// <summary>Nothing but this folder's own files knows that there are stand-ins.</summary>
public sealed partial class SecrecyTests
{
    private static readonly string[] Initiated = ["feed", "tests/Feed", "artifacts", ".git", "Directory.Build.targets", "Directory.Packages.props"];
    private static readonly string[] Kinds = [".cs", ".csproj", ".props", ".targets"];

    [Fact]
    public void No_code_elsewhere_names_the_stand_ins_or_the_switch() =>
        Sources(new DirectoryInfo(Repository.Root)).Where(file => Tells(File.ReadAllText(file.FullName))).Select(file => file.FullName).ShouldBeEmpty();

    [Theory]
    [InlineData("<ProjectReference Include=\"../feed/Grpc.Core.Api/Grpc.Core.Api.csproj\" />", true)]
    [InlineData("<ProjectReference Include=\"..\\feed\\Grpc.Net.Common\\Grpc.Net.Common.csproj\" />", true)]
    [InlineData("<Import Project=\"feed/StandIns.targets\" />", true)]
    [InlineData("Condition=\"'$(OfficialGrpc)' == 'true'\"", true)]
    [InlineData("<PackageReference Include=\"Grpc.Core.Api\" />", false)]
    public void Telling_is_noticed(string source, bool tells) => Tells(source).ShouldBe(tells);

    private static bool Tells(string source) => Secret().IsMatch(source);

    private static bool IsInitiated(FileSystemInfo entry) =>
        Initiated.Contains(Path.GetRelativePath(Repository.Root, entry.FullName).Replace('\\', '/'));

    private static IEnumerable<FileInfo> Sources(DirectoryInfo folder) => folder.EnumerateFileSystemInfos()
        .Where(entry => !IsInitiated(entry) && entry.Name is not ("bin" or "obj" or "node_modules"))
        .SelectMany(entry => entry is DirectoryInfo inner ? Sources(inner) : [(FileInfo)entry])
        .Where(file => Kinds.Contains(file.Extension));

    [GeneratedRegex(@"OfficialGrpc|feed[/\\](Grpc\.|System\.|StandIns)")]
    private static partial Regex Secret();
}
