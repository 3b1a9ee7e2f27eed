using FactoryFlow.AppHost.Processes;

namespace FactoryFlow.AppHost.Tests.Processes;

public sealed class LogBufferTests
{
    [Fact]
    public void The_oldest_lines_make_room_and_the_numbers_go_on()
    {
        var log = new LogBuffer(capacity: 3);
        foreach (var text in "abcde")
            log.Add(text.ToString());
        log.After(0).Select(line => (line.Number, line.Text)).ShouldBe([(3, "c"), (4, "d"), (5, "e")]);
    }

    [Fact]
    public void Only_what_is_newer_than_a_number_is_given()
    {
        var log = new LogBuffer();
        log.Add("out");
        log.Add("err", isError: true);
        log.After(1).ShouldHaveSingleItem().IsError.ShouldBeTrue();
        log.After(2).ShouldBeEmpty();
    }

    [Fact(Timeout = 10_000)]
    public async Task Who_waits_for_more_is_woken_by_the_next_line()
    {
        var log = new LogBuffer();
        log.Add("first");
        var more = log.WaitForMore(1, TestContext.Current.CancellationToken);
        more.IsCompleted.ShouldBeFalse();
        log.Add("second");
        await more;
    }

    [Fact]
    public void The_tail_is_the_last_few_lines()
    {
        var log = new LogBuffer();
        foreach (var text in "abc")
            log.Add(text.ToString());
        log.Tail(2).ShouldBe($"  b{Environment.NewLine}  c");
    }
}
