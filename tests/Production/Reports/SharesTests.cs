using System.Globalization;
using FactoryFlow.Events.Production;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.Reports;
using FactoryFlow.Production.V1;
using FactoryFlow.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace FactoryFlow.Production.Tests.Reports;

public sealed class SharesTests
{
    [Theory]
    [InlineData("10", "1 1", "5.0000 5.0000")]
    [InlineData("10", "1 1 1", "3.3334 3.3333 3.3333")]
    [InlineData("0.0001", "1 1 1", "0.0001 0.0000 0.0000")]
    [InlineData("0.0002", "1 1 1", "0.0001 0.0001 0.0000")]
    [InlineData("0", "1 2", "0.0000 0.0000")]
    [InlineData("12.25", "5.5 2", "8.9833 3.2667")]
    [InlineData("1", "0.0001 999999.9999", "0.0000 1.0000")]
    [InlineData("1000000000000", "1 2", "333333333333.3333 666666666666.6667")]
    [InlineData("0.0007", "3 3 3 1", "0.0002 0.0002 0.0002 0.0001")]
    public void What_is_left_over_goes_to_those_who_lost_most_and_of_equals_to_the_first(string wage, string parts, string amounts) =>
        Shares.Split(Of(parts.Split(' ')), Number(wage)).Select(s => s.Amount!.Value.ToString("0.0000", CultureInfo.InvariantCulture)).ShouldBe(amounts.Split(' '));

    [Fact]
    public void Shares_always_add_up_to_the_wage_and_none_is_off_by_a_whole_unit() =>
        Prop.ForAll(Arb.From(Parts), Arb.From(Wages), (parts, wage) =>
        {
            var shares = Shares.Split(Of([.. parts.Select(p => p.ToString(CultureInfo.InvariantCulture))]), wage);
            shares.Sum(s => s.Amount!.Value).ShouldBe(wage);
            foreach (var share in shares)
            {
                Math.Abs(share.Amount!.Value - (wage * (share.Part / parts.Sum()))).ShouldBeLessThan(0.0001m + 0.00000001m);
                share.Rounding!.Value.ShouldBeOneOf(0m, 0.0001m);
                (decimal.Round(share.Amount.Value, 4) == share.Amount && share.Amount >= 0m).ShouldBeTrue();
            }
        }).Check(1000);

    [Fact]
    public void The_same_shares_are_split_the_same_every_time() =>
        Prop.ForAll(Arb.From(Parts), Arb.From(Wages), (parts, wage) =>
        {
            var shares = Of([.. parts.Select(p => p.ToString(CultureInfo.InvariantCulture))]);
            Shares.Split(Shares.Split(shares, 1m), wage).ShouldBe(Shares.Split(shares, wage));
        }).Check(200);

    public static TheoryData<string, string, Share.Types.Basis, string> Faults => new()
    {
        { "a part of zero", "0", Share.Types.Basis.Weight, "shares[0].part" },
        { "a part below zero", "-1", Share.Types.Basis.Weight, "shares[0].part" },
        { "five decimals", "0.00001", Share.Types.Basis.Weight, "shares[0].part" },
        { "a part too large", "1000000.0001", Share.Types.Basis.Hours, "shares[0].part" },
        { "half a piece", "0.5", Share.Types.Basis.Pieces, "shares[0].part" },
        { "no basis", "1", Share.Types.Basis.Unspecified, "share_basis" },
        { "a basis that is none", "1", (Share.Types.Basis)9, "share_basis" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_names_its_field(string what, string part, Share.Types.Basis basis, string field) =>
        FaultsOf([new Share { WorkerId = Guid.NewGuid().ToString(), Part = part }], basis).ShouldBe([field], what);

    [Fact]
    public void A_worker_has_one_share_and_shares_are_few()
    {
        var worker = Guid.NewGuid().ToString();
        FaultsOf([new() { WorkerId = worker, Part = "1" }, new() { WorkerId = worker, Part = "1" }], Share.Types.Basis.Weight).ShouldBe(["shares[1].worker_id"]);
        FaultsOf([new() { WorkerId = "x", Part = "1" }], Share.Types.Basis.Weight).ShouldBe(["shares[0].worker_id"]);
        FaultsOf([.. Enumerable.Range(0, 51).Select(_ => new Share())], Share.Types.Basis.Weight).ShouldBe(["shares"]);
        FaultsOf([], Share.Types.Basis.Weight).ShouldBe(["share_basis"]);
    }

    private static Gen<decimal[]> Parts => Gen.Choose(1, 100_000_000).Select(n => n / 10_000m).NonEmptyListOf().Select(parts => parts.Take(50).ToArray());

    private static Gen<decimal> Wages => Gen.OneOf(Gen.Choose(0, 100), Gen.Choose(0, int.MaxValue)).Select(n => n / 10_000m);

    private static IEnumerable<string> FaultsOf(Share[] shares, Share.Types.Basis basis)
    {
        var check = new Platform.Errors.Check();
        Shares.Of(check, shares, basis);
        return Should.Throw<Refusal>(check.Done).Faults.Select(f => f.Field);
    }

    private static List<WageShare> Of(string[] parts) => [.. parts.Select((p, i) => new WageShare { WorkerId = new Guid(i, 0, 0, new byte[8]), Basis = "HOURS", Part = Number(p) })];

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
