using System.Text;
using FactoryFlow.Ledger.Exports;

namespace FactoryFlow.Ledger.Tests.Exports;

public sealed class CsvTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a, b", "\"a, b\"")]
    [InlineData("say \"so\"", "\"say \"\"so\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData("", "")]
    [InlineData(" blanks ", " blanks ")]
    [InlineData("größe 工厂 😀", "größe 工厂 😀")]
    public void A_cell_is_quoted_where_RFC_4180_asks_for_it(string cell, string written)
    {
        var file = new StringBuilder();
        Csv.Write(file, [cell, "1"]);
        Csv.Write(file, ["2", cell]);
        file.ToString().ShouldBe($"{written},1\r\n2,{written}\r\n");
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@sum(a1)", "'@sum(a1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "'\r=1")]
    [InlineData("'=1", "'=1")]
    [InlineData("1-1", "1-1")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void What_a_person_entered_is_no_formula(string? entered, string written) => Csv.Entered(entered).ShouldBe(written);

    [Theory]
    [InlineData("-12.5", "-12.5000")]
    [InlineData("0.0001", "0.0001")]
    [InlineData("999999999999999.9999", "999999999999999.9999")]
    public void Amounts_have_a_point_and_four_digits_and_keep_their_sign(string amount, string written) =>
        Csv.Amount(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(written);

    [Theory]
    [InlineData("0-3", 5, "[a0-3]")]
    [InlineData("0-5", 5, "[a0-5]")]
    [InlineData("0-12", 5, "[a0-5] [a5-10] [a10-12]")]
    [InlineData("0-3 7-7 2-9", 5, "[a0-3 c2-4] [c4-9]")]
    [InlineData("4-4", 5, "")]
    [InlineData("", 5, "")]
    public void Pages_are_full_and_in_order_and_leave_nothing_out(string stretches, int size, string pages)
    {
        var all = stretches.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((s, i) => new Stretch(new Guid(10 + i, 0, 0, new byte[8]), Number(s, 0), Number(s, 1)));
        string.Join(' ', Stretch.Pages(all, size).Select(page => $"[{string.Join(' ', page.Select(s => $"{s.WorkerId.ToString()[7]}{s.After}-{s.Last}"))}]")).ShouldBe(pages);

        static long Number(string stretch, int at) => long.Parse(stretch.Split('-')[at], System.Globalization.CultureInfo.InvariantCulture);
    }
}
