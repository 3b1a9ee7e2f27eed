using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FactoryFlow.Feed.Tests.Interop;

/// <summary>What the foreign peer is made of is pinned, and comes from whatever registry the machine knows.</summary>
public sealed class LockFileTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Interop");
    private static readonly string Lock = File.ReadAllText(Path.Combine(Folder, "package-lock.json"));

    [Fact]
    public void The_lock_file_names_no_host()
    {
        Lock.ShouldNotContain("://");
        Lock.ShouldNotContain("\"resolved\"");
    }

    [Fact]
    public void Every_package_has_one_version_and_a_hash()
    {
        var packages = JsonNode.Parse(Lock)!["packages"]!.AsObject().Where(package => package.Key.Length > 0).Select(package => package.Value!).ToList();
        packages.ShouldNotBeEmpty();
        packages.ShouldAllBe(package => ((string?)package["integrity"] ?? "").StartsWith("sha512-") && package["version"] != null);
    }

    [Fact]
    public void What_we_ask_for_is_pinned_exactly()
    {
        var asked = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "package.json")))!["dependencies"]!.AsObject();
        asked.ShouldNotBeEmpty();
        asked.ShouldAllBe(dependency => Regex.IsMatch((string)dependency.Value!, @"^\d+\.\d+\.\d+$"));
    }
}
