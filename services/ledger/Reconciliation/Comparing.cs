using System.Globalization;
using FactoryFlow.Ledger.Clients;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Ledger.Reconciliation;

/// <summary>Compares what production has with what the ledger credited, page by page: first report by report, then credit by credit.</summary>
internal sealed class Comparing(TenantDb db, WageReportClient production)
{
    private const char Mark = ':';
    private const string CreditsMark = "credits";

    /// <summary>Compares a page of a time range.</summary>
    public async Task<Compared> Page(ServerCallContext context, Guid tenant, DateTimeOffset from, DateTimeOffset to, int size, string token)
    {
        var key = PageToken.Key(token);
        if (key?.Split(Mark) is [CreditsMark, var ticks, var id]) return await OfCredits(context, tenant, from, to, size, (Time(ticks), Guid.TryParse(id, out var last) ? last : throw Invalid()));
        var reports = await OfReports(context, tenant, from, to, size, key ?? "");
        return reports.NextPageToken.Length > 0 ? reports with { NextPageToken = PageToken.After(reports.NextPageToken) } : reports with { NextPageToken = TokenBehind(DateTimeOffset.UnixEpoch, Guid.Empty) };
    }

    /// <summary>Looks through every report of a time range.</summary>
    /// <returns>The reports that are not credited though they should be, or the other way round, and how many are on their way.</returns>
    public async Task<(IReadOnlyList<string> NotCredited, int Underway)> LookThrough(ServerCallContext context, Guid tenant, DateTimeOffset from, DateTimeOffset to)
    {
        var (notCredited, underway, token) = (new List<string>(), 0, "");
        do
        {
            var page = await OfReports(context, tenant, from, to, WageReportClient.Most, token);
            notCredited.AddRange(page.Findings.Where(f => f.IsRepairable).Select(f => f.ReportId));
            underway += page.Underway;
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        return ([.. notCredited.Distinct()], underway);
    }

    private async Task<Compared> OfReports(ServerCallContext context, Guid tenant, DateTimeOffset from, DateTimeOffset to, int size, string token)
    {
        // Asked before the ledger looks, so that what is credited in between is seen.
        var page = await production.List(context, tenant, from, to, size, token);
        var settled = page.Reports.Where(r => !r.IsUnderway).ToList();
        var ids = settled.Select(r => Guid.Parse(r.Id)).ToArray();
        var (credits, held) = await db.Read(context, tenant, async tx =>
        {
            var credited = CreditStore.AskOf(tx, ids);
            var holding = CreditStore.AskHeld(tx, ids);
            await tx.Flush();
            return (credited.Rows.ToLookup(c => c.ReportId), holding.Rows.ToLookup(h => h.ReportId, h => h.WorkerId));
        });
        var findings = settled.SelectMany(r => WageComparison.Of(r, [.. credits[Guid.Parse(r.Id)]], held[Guid.Parse(r.Id)].ToHashSet())).ToList();
        return new Compared(findings, settled.Count, 0, page.Reports.Count - settled.Count, page.NextPageToken);
    }

    private async Task<Compared> OfCredits(ServerCallContext context, Guid tenant, DateTimeOffset from, DateTimeOffset to, int size, (DateTimeOffset Time, Guid Id) after)
    {
        var rows = await db.Read(context, tenant, async tx =>
        {
            var credited = CreditStore.AskRange(tx, from, to, after, size + 1);
            await tx.Flush();
            return credited.Rows;
        });
        var page = rows.Take(size).ToList();
        var reports = (await production.Get(context, tenant, page.Select(c => c.ReportId))).ToDictionary(r => Guid.Parse(r.Id));
        var findings = page.Select(c => WageComparison.Of(c, reports.GetValueOrDefault(c.ReportId))).OfType<V1.WageFinding>().ToList();
        return new Compared(findings, 0, page.Count, 0, rows.Count > size ? TokenBehind(page[^1].EffectiveTime, page[^1].EntryId) : "");
    }

    private static string TokenBehind(DateTimeOffset time, Guid id) => PageToken.After(string.Create(CultureInfo.InvariantCulture, $"{CreditsMark}{Mark}{time.UtcTicks}{Mark}{id}"));

    private static DateTimeOffset Time(string ticks) =>
        long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= DateTimeOffset.MaxValue.Ticks ? new DateTimeOffset(number, TimeSpan.Zero) : throw Invalid();

    private static Refusal Invalid() => CommonReasons.PageTokenInvalid.Refuse("This page token is not one that the list gave out. Start again without it.", "page_token");
}
