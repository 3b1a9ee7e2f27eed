using System.Diagnostics;
using System.Text.RegularExpressions;

namespace FactoryFlow.EndToEnd.Tests.Journeys;

/// <summary>The page that an operator copies from, copied from by a shell.</summary>
public sealed partial class OnboardingTests(WholeSystem system, ITestOutputHelper output)
{
    [Fact]
    public async Task What_docs_onboarding_says_can_be_copied_and_ends_with_a_worker_who_is_paid()
    {
        var slug = Factory.NewSlug();
        var (code, said) = await Run(string.Join('\n', Blocks().Select(block => block.Groups["code"].Value)), slug);
        output.WriteLine(said);
        code.ShouldBe(0);
        said.ShouldContain("\"domainStatus\": \"ACTIVE\"");
        said.ShouldContain("\"type\": \"PAYMENT\"");
        said.ShouldContain("\"earned\": {");
    }

    [Fact]
    public void The_page_has_a_block_for_each_of_its_steps() => Blocks().Count.ShouldBeGreaterThanOrEqualTo(8);

    private async Task<(int Code, string Said)> Run(string script, string slug)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["GATEWAY"] = system.Running.Handle.GatewayAddress.ToString().TrimEnd('/');
        start.Environment["ADMIN_PASSWORD"] = system.Running.Handle.AdministratorPassword;
        start.Environment["SLUG"] = slug;
        using var shell = Process.Start(start)!;
        await shell.StandardInput.WriteAsync(script);
        shell.StandardInput.Close();
        var said = await Task.WhenAll(shell.StandardOutput.ReadToEndAsync(), shell.StandardError.ReadToEndAsync()).WaitAsync(TimeSpan.FromMinutes(3));
        await shell.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
        return (shell.ExitCode, string.Join('\n', said));
    }

    // Blocks that are for a shell to run say so; the first one of the page is for the reader to fill in.
    private static List<Match> Blocks() => ShellBlock().Matches(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "onboarding.md"))).ToList();

    [GeneratedRegex("""^```sh\n(?<code>.*?)^```$""", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ShellBlock();
}
