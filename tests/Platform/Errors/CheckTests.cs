using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;

namespace FactoryFlow.Platform.Tests.Errors;

public sealed class CheckTests
{
    private const string Max = "79228162514264337593543950335";

    public static TheoryData<string, string, bool> Ids => new()
    {
        { "0190c1b2-7c3e-7d4f-8a5b-6c7d8e9f0a1b", "", true },
        { "0190C1B2-7C3E-7D4F-8A5B-6C7D8E9F0A1B", "", true },
        { "", "is required", false },
        { "7", "is not a UUID", false },
        { "{0190c1b2-7c3e-7d4f-8a5b-6c7d8e9f0a1b}", "is not a UUID", false },
        { "0190c1b27c3e7d4f8a5b6c7d8e9f0a1b", "is not a UUID", false },
    };

    [Theory]
    [MemberData(nameof(Ids))]
    public void Ids_are_uuids(string value, string fault, bool holds) => Of(c => c.Id("f", value), fault, holds);

    public static TheoryData<string, int, int, string> Texts => new()
    {
        { "x", 1, 3, "" },
        { "  x  ", 1, 1, "" },
        { "", 0, 3, "" },
        { "a\nb\tc", 1, 9, "" },
        { "Größe ½ 👕", 1, 20, "" },
        { "", 1, 3, "is required" },
        { "   ", 1, 3, "is required" },
        { "x", 2, 3, "has 1 characters; at least 2 are needed" },
        { "xxxx", 1, 3, "has 4 characters; at most 3 are allowed" },
        { "a\0b", 1, 9, "holds a control character" },
        { "a\u001bb", 1, 9, "holds a control character" },
        { "a\ud800b", 1, 9, "holds a control character" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Text_has_a_length_and_no_control_characters(string value, int min, int max, string fault) => Of(c => c.Text("f", value, min, max), fault, fault.Length == 0);

    [Fact]
    public void Text_is_kept_without_blanks_around_it() => new Check().Text("f", "  a b ", 1, 9).ShouldBe("a b");

    [Theory]
    [InlineData("ab", "")]
    [InlineData("a-2-b", "")]
    [InlineData("", "is required")]
    [InlineData("a", "must be 2 to 63")]
    [InlineData("2ab", "must be 2 to 63")]
    [InlineData("ab-", "must be 2 to 63")]
    [InlineData("Ab", "must be 2 to 63")]
    [InlineData("a_b", "must be 2 to 63")]
    [InlineData("größe", "must be 2 to 63")]
    public void A_slug_is_fit_for_addresses(string value, string fault) => Of(c => c.Slug("f", value), fault, fault.Length == 0);

    [Theory]
    [InlineData("Owner@Factory.example", "")]
    [InlineData("", "is required")]
    [InlineData("owner", "is not an e-mail address")]
    [InlineData("@factory", "is not an e-mail address")]
    [InlineData("owner@", "is not an e-mail address")]
    [InlineData("a@b@c", "is not an e-mail address")]
    [InlineData("a b@c", "is not an e-mail address")]
    public void An_email_address_has_two_sides(string value, string fault) => Of(c => c.Email("f", value), fault, fault.Length == 0);

    [Theory]
    [InlineData(1, "")]
    [InlineData(9, "")]
    [InlineData(0, "is 0; it must be 1 to 9")]
    [InlineData(10, "is 10; it must be 1 to 9")]
    [InlineData(int.MinValue, "is -2147483648; it must be 1 to 9")]
    public void A_number_stays_within_its_range(int value, string fault) => Of(c => c.Range("f", value, 1, 9), fault, fault.Length == 0);

    [Theory]
    [InlineData(UndeliverableFact.Types.State.Unspecified, null, "")]
    [InlineData(UndeliverableFact.Types.State.Open, "OPEN", "")]
    [InlineData((UndeliverableFact.Types.State)9, null, "must be one of OPEN, ")]
    public void A_value_to_choose_by_is_one_that_there_is(UndeliverableFact.Types.State value, string? text, string fault) =>
        Of(c => c.Choice("f", value).ShouldBe(text), fault, fault.Length == 0);

    [Theory]
    [InlineData("0.0001", "")]
    [InlineData("12.50", "")]
    [InlineData("+1", "")]
    [InlineData("1.00000", "")]
    [InlineData("100", "")]
    [InlineData("", "is required")]
    [InlineData("1,5", "is not a decimal number")]
    [InlineData("1e2", "is not a decimal number")]
    [InlineData(" 1", "is not a decimal number")]
    [InlineData("NaN", "is not a decimal number")]
    [InlineData("0x1", "is not a decimal number")]
    [InlineData(Max + "0", "is not a decimal number")]
    [InlineData("1.00001", "is 1.00001; at most four decimals are kept")]
    [InlineData("0", "is 0; it must be 0.0001 to 100.0000")]
    [InlineData("-1", "is -1; it must be 0.0001 to 100.0000")]
    [InlineData("100.0001", "is 100.0001; it must be 0.0001 to 100.0000")]
    [InlineData(Max, "it must be 0.0001 to 100.0000")]
    public void An_amount_is_a_decimal_number_with_four_decimals(string value, string fault) => Of(c => c.Amount("f", value, 0.0001m, 100m), fault, fault.Length == 0);

    [Theory]
    [InlineData("0.0000000001", "")]
    [InlineData("100.00", "")]
    [InlineData("", "is required")]
    [InlineData("1e2", "is not a decimal number")]
    [InlineData("0.00000000001", "at most ten decimals are kept")]
    [InlineData("0", "is 0; it must be 0.0000000001 to 100.0000000000")]
    public void A_rate_of_exchange_is_a_decimal_number_with_ten_decimals(string value, string fault) => Of(c => c.Factor("f", value, 0.0000000001m, 100m), fault, fault.Length == 0);

    [Theory]
    [InlineData("2026-01-31", "")]
    [InlineData("", "is required")]
    [InlineData("2026-02-30", "is not a day")]
    [InlineData("31.01.2026", "is not a day")]
    [InlineData("2026-1-31", "is not a day")]
    [InlineData("1999-12-31", "must be from 2000-01-01 to 2026-12-31")]
    [InlineData("2027-01-01", "must be from 2000-01-01 to 2026-12-31")]
    public void A_day_is_written_as_ISO_8601_writes_it(string value, string fault) => Of(c => c.Day("f", value, new(2000, 1, 1), new(2026, 12, 31)), fault, fault.Length == 0);

    [Theory]
    [InlineData(0, 50, "")]
    [InlineData(1, 1, "")]
    [InlineData(200, 200, "")]
    [InlineData(201, 201, "it must be 1 to 200")]
    [InlineData(-1, -1, "it must be 1 to 200")]
    public void A_page_has_up_to_200_rows_and_50_by_itself(int value, int size, string fault) =>
        Of(c => c.PageSize(value).ShouldBe(size), fault, fault.Length == 0);

    [Fact]
    public void Of_very_many_faults_the_first_fifty_are_named()
    {
        var check = new Check();
        for (var i = 0; i < 1000; i++) check.Fault(new string('f', 1000), new string('m', 1000));
        var faults = Should.Throw<Refusal>(check.Done).Faults;
        faults.Count.ShouldBe(50);
        faults.ShouldAllBe(f => f.Field.Length <= 303 && f.Message.Length <= 303);
    }

    [Fact]
    public void An_email_address_beyond_ascii_is_refused() => Of(c => c.Email("f", "\u0130@example.org"), "beyond ASCII", false);

    [Fact]
    public void Every_fault_is_named_at_once()
    {
        var check = new Check();
        check.Id("worker_id", "");
        check.Range("quantities[38]", 0, 1, 9);
        check.Holds.ShouldBeFalse();
        var refusal = Should.Throw<Refusal>(check.Done);
        refusal.Reason.ShouldBe(CommonReasons.InvalidInput);
        refusal.Faults.Select(f => f.Field).ShouldBe(["worker_id", "quantities[38]"]);
        refusal.Message.ShouldBe("worker_id is required; quantities[38] is 0; it must be 1 to 9");
    }

    private static void Of(Action<Check> ask, string fault, bool holds)
    {
        var check = new Check();
        ask(check);
        check.Holds.ShouldBe(holds);
        if (!holds) Should.Throw<Refusal>(check.Done).Faults.Single().Message.ShouldContain(fault);
        else check.Done();
    }
}
