namespace FactoryFlow.Architecture.Tests;

public sealed class ErrorsPageTests
{
    private static readonly string File = Repository.Full(ErrorsPage.Path);

    [Fact]
    public void The_page_says_what_the_code_says()
    {
        // Set once after a reason was added: the page is written, and the test passes.
        if (Environment.GetEnvironmentVariable("WRITE_DOCS") == "1") System.IO.File.WriteAllText(File, Page());
        System.IO.File.ReadAllText(File).ShouldBe(Page(), $"Run this test with WRITE_DOCS=1 to write {ErrorsPage.Path} again.");
    }

    [Fact]
    public void A_page_that_leaves_a_reason_out_is_noticed() => Page().Replace("| `QUANTITY_EXCEEDED`", "", StringComparison.Ordinal).ShouldNotBe(Page());

    private static string Page() => ErrorsPage.Write().ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
}
