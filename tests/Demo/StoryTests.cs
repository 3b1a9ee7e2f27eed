using FactoryFlow.AppHost;

namespace FactoryFlow.Demo.Tests;

public sealed class StoryTests : IDisposable
{
    private readonly StringWriter _output = new();

    public void Dispose() => _output.Dispose();

    [Fact]
    public void A_figure_that_differs_is_named_and_the_day_has_not_gone_well()
    {
        var story = new Story(_output);
        story.Same("balance of C-01", "24.5959", "24.5959").ShouldBeTrue();
        story.Same("balance of S-01", "18.3375", "18.3374").ShouldBeFalse();
        story.End(TimeSpan.FromSeconds(1)).ShouldBeFalse();
        _output.ToString().ShouldContain("✗ balance of S-01: expected 18.3375, the API answers 18.3374");
        _output.ToString().ShouldContain("✗ 1 of 2 figures are as expected");
    }

    [Fact]
    public void A_day_without_a_difference_has_gone_well()
    {
        var story = new Story(_output);
        story.Same("pieces", 37, 37);
        story.End(TimeSpan.FromSeconds(1)).ShouldBeTrue();
        _output.ToString().ShouldContain("✓ 1 of 1 figures are as expected");
    }

    [Fact]
    public void What_is_not_a_terminal_gets_no_colours()
    {
        var story = new Story(_output);
        story.Chapter("A factory opens");
        story.Say("[38] is a size and no markup");
        _output.ToString().ShouldContain("✓ [38] is a size and no markup");
        _output.ToString().ShouldNotContain("\u001b");
    }

    [Fact]
    public async Task A_gateway_that_does_not_answer_breaks_the_day_off()
    {
        var nobody = new Uri("http://127.0.0.1:1");
        var wentWell = await AppHost.Demo.Play(nobody, "password", _output, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        wentWell.ShouldBeFalse();
        _output.ToString().ShouldContain("✗ The day stops here.");
    }
}
