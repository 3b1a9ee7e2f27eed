using System.Diagnostics;
using FactoryFlow.Workflow.Conditions;

namespace FactoryFlow.Workflow.Tests.Conditions;

public sealed class PatternTests
{
    [Theory]
    [InlineData("(?:(?:(?:a.?)*.?)*.?)*")]
    [InlineData("(?:(?:(?:a.?)+?.?){2,3}.?)?")]
    [InlineData("(((((a))*)*)*)*?b")]
    [InlineData("a{501}")]
    [InlineData("a{2,100000000000}")]
    [InlineData("(?:[ab]{30}c){20}")]
    [InlineData("(")]
    public void What_may_take_for_ever_is_no_pattern(string pattern) => (Record.Exception(() => Patterns.Read(pattern)) is NotSupportedException or ArgumentException).ShouldBeTrue();

    [Theory]
    [InlineData("^L.*r$")]
    [InlineData(@"^\w{1,64}(?:\.\w{1,64}){0,5}$")]
    [InlineData(@"^[A-Z]{2,3}-\d{4,10}(?:-[a-z]+)*$")]
    [InlineData(@"^\(\*\?\+\{1000\}$")]
    [InlineData(@"[*+?{1000}()]+")]
    [InlineData(@"[]*(]+[^]*(]+")]
    [InlineData("(?:(?:a+)?b)*")]
    [InlineData("{a}{")]
    public void What_people_write_is_one(string pattern) => Patterns.Read(pattern).ShouldNotBeNull();

    [Fact]
    public void All_that_is_matched_for_one_decision_takes_a_bounded_time()
    {
        var (matching, began) = (new Matching(), Stopwatch.GetTimestamp());
        for (var i = 0; i < 100; i++) matching.Of(Patterns.Read($"(?:.*a.{{{400 + i}}}b)"), string.Concat(Enumerable.Range(0, 9_999).Select(n => n * 7_919 % 13 < 6 ? "a" : "c")));
        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void What_was_not_decided_in_time_is_not_tried_again()
    {
        var (matching, pattern) = (new Matching(), Patterns.Read(string.Join("|", Enumerable.Range(490, 10).Select(n => $".*a.{{{n}}}b"))));
        var text = string.Concat(Enumerable.Range(0, 9_999).Select(n => n * 7_919 % 13 < 6 ? "a" : "c"));
        var first = matching.Of(pattern, text);
        var began = Stopwatch.GetTimestamp();
        (first, matching.Of(pattern, text)).ShouldBe((Verdict.Clash, Verdict.Clash));
        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromMilliseconds(100));
    }
}
