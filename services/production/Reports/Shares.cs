using System.Text.Json;
using FactoryFlow.Events.Production;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Platform.Messages;
using FactoryFlow.Production.V1;
using FactoryFlow.Production.Workers;

namespace FactoryFlow.Production.Reports;

/// <summary>How several workers share what a step earns.</summary>
internal static class Shares
{
    /// <summary>The basis that counts good pieces.</summary>
    public const string Pieces = "PIECES";

    private const int Most = 50, Units = 10_000;
    private const decimal LargestPart = 1_000_000m;

    /// <summary>The shares of a request; null when it names none.</summary>
    public static IReadOnlyList<WageShare>? Of(Check check, IReadOnlyList<Share> asked, Share.Types.Basis basis)
    {
        if (asked.Count == 0)
        {
            check.That(basis == Share.Types.Basis.Unspecified, "share_basis", "is for shares only");
            return null;
        }

        check.That(basis is Share.Types.Basis.Weight or Share.Types.Basis.Pieces or Share.Types.Basis.Hours, "share_basis", "must be WEIGHT, PIECES or HOURS");
        if (!check.AtMost("shares", asked.Count, Most)) return null;
        var workers = new HashSet<Guid>();
        return asked.Select((share, i) =>
        {
            var field = FormattableString.Invariant($"shares[{i}]");
            var worker = check.Id(field + ".worker_id", share.WorkerId);
            if (worker != Guid.Empty) check.That(workers.Add(worker), field + ".worker_id", "has a share already");
            var part = check.Amount(field + ".part", share.Part, 1m / Units, LargestPart);
            check.That(basis != Share.Types.Basis.Pieces || part == decimal.Truncate(part), field + ".part", "must be a whole number of pieces");
            check.That(share.Amount is null, field + ".amount", "is for answers only");
            return new WageShare { WorkerId = worker, Basis = EnumText.Of(basis), Part = part };
        }).ToList();
    }

    /// <summary>Refuses a share of a worker whom nobody knows.</summary>
    /// <exception cref="Refusal">WORKER_NOT_FOUND.</exception>
    public static void Require(IReadOnlyList<KnownWorker> known, IReadOnlyList<WageShare> shares)
    {
        for (var i = 0; i < shares.Count; i++)
            if (!known.Any(w => w.Id == shares[i].WorkerId))
                throw WorkerStore.NotFound(shares[i].WorkerId, FormattableString.Invariant($"shares[{i}].worker_id"));
    }

    /// <summary>
    /// The shares with their amounts, which add up to the wage: each is rounded down to four decimals, and what is left over goes,
    /// 0.0001 each, to those who lost most; of equals, to whoever stands first.
    /// </summary>
    public static IReadOnlyList<WageShare> Split(IReadOnlyList<WageShare> shares, decimal wage)
    {
        // In whole units of 0.0001, which 128 bits hold: a wage has at most 16 digits of them, a part 11.
        var units = (Int128)(wage * Units);
        var parts = shares.Select(s => (Int128)(s.Part * Units)).ToList();
        var whole = parts.Aggregate(Int128.Zero, (sum, part) => sum + part);
        var floors = parts.ConvertAll(part => units * part / whole);
        var left = (int)(units - floors.Aggregate(Int128.Zero, (sum, floor) => sum + floor));
        var luckier = Enumerable.Range(0, parts.Count).OrderByDescending(i => units * parts[i] % whole).Take(left).ToHashSet();
        return [.. shares.Select((share, i) => share with
        {
            Amount = ((decimal)floors[i] + (luckier.Contains(i) ? 1 : 0)) / Units,
            Rounding = luckier.Contains(i) ? 1m / Units : 0m,
        })];
    }

    /// <summary>The messages of shares.</summary>
    public static IEnumerable<Share> ToMessages(this IReadOnlyList<WageShare>? shares, string currency) =>
        shares?.Select(s => new Share { WorkerId = s.WorkerId.ToString(), Part = Wire.Amount(s.Part), Amount = Wire.Money(s.Amount, currency) }) ?? [];

    /// <summary>What the parts of shares count.</summary>
    public static Share.Types.Basis Basis(this IReadOnlyList<WageShare>? shares) =>
        shares is null ? Share.Types.Basis.Unspecified : EnumText.Parse<Share.Types.Basis>(shares[0].Basis);

    /// <summary>Shares as they are stored.</summary>
    public static Json ToJson(this IReadOnlyList<WageShare>? shares) => new(shares is null ? null : JsonSerializer.Serialize(shares, FactJson.Options));

    /// <summary>Shares from how they are stored.</summary>
    public static IReadOnlyList<WageShare>? FromJson(string? json) => json is null ? null : JsonSerializer.Deserialize<List<WageShare>>(json, FactJson.Options);
}
