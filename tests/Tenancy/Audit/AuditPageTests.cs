using FactoryFlow.Platform.Data;
using FactoryFlow.Tenancy.Audit;
using FactoryFlow.Tenancy.V1;

namespace FactoryFlow.Tenancy.Tests.Audit;

public sealed class AuditPageTests
{
    [Fact]
    public void The_newest_of_all_come_first_and_say_where_they_were_written()
    {
        var page = AuditPage.Of(10, [("ledger", Entries(1, 4)), ("production", Entries(2, 3))]);
        Told(page).ShouldBe(["ledger 4", "production 3", "production 2", "ledger 1"]);
        (page.NextPageToken, page.UnavailableServices.Count).ShouldBe(("", 0));
    }

    [Fact]
    public void A_page_ends_where_the_next_one_begins_whoever_has_more()
    {
        // Each was asked for two and one more.
        var page = AuditPage.Of(2, [("ledger", Entries(7, 8, 9)), ("production", Entries(1))]);
        Told(page).ShouldBe(["ledger 9", "ledger 8"]);
        PageToken.Id(page.NextPageToken).ShouldBe(Id(8));
    }

    [Fact]
    public void A_page_that_is_just_full_is_the_last() => AuditPage.Of(2, [("ledger", Entries(1)), ("production", Entries(2))]).NextPageToken.ShouldBe("");

    [Fact]
    public void Who_does_not_answer_is_named_and_holds_up_nobody()
    {
        var page = AuditPage.Of(2, [("ledger", null), ("production", Entries(1)), ("workflow", null)]);
        Told(page).ShouldBe(["production 1"]);
        page.UnavailableServices.ShouldBe(["ledger", "workflow"]);
    }

    private static List<AuditEntry> Entries(params int[] numbers) => [.. numbers.OrderDescending().Select(number => new AuditEntry { Id = Id(number).ToString() })];

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    private static IEnumerable<string> Told(ListAuditEntriesResponse page) => page.AuditEntries.Select(entry => $"{entry.Service} {int.Parse(entry.Id[..8], System.Globalization.NumberStyles.HexNumber, null)}");
}
