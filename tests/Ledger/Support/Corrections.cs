using FactoryFlow.Events.Production;
using FactoryFlow.Ledger.Clients;
using FactoryFlow.Ledger.Corrections;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using RateCorrectionService = FactoryFlow.Ledger.Corrections.RateCorrectionService;

namespace FactoryFlow.Ledger.Tests.Support;

/// <summary>Rates that are corrected, as people do it and as the timer does.</summary>
internal static class Corrections
{
    /// <summary>The RPCs, asking a production that has these rates.</summary>
    public static RateCorrectionService Of(this World world, StandInRates rates) => new(world.Db, new RateClient(rates, TimeProvider.System));

    /// <summary>Books all that a tenant's corrections decided, be it that another test's timer is at it.</summary>
    public static async Task ApplyCorrections(this World world, Guid tenant)
    {
        do await ApplyOnDue.ApplySome(world.Db, NullLogger.Instance, Limit.Soon());
        while ((await world.Look("select id from rate_corrections where tenant_id = $1 and apply_time is null", tenant)).Count > 0);
    }

    /// <summary>Brings the wages of a work's article and step to a rate, where anything stands at another.</summary>
    public static async Task CorrectTo(this World world, Guid tenant, JobStepCompleted work, decimal rate)
    {
        var service = world.Of(new StandInRates());
        var scope = new RateCorrectionScope
        {
            Changes = { new RateChange { ArticleId = work.ArticleId.ToString(), Step = work.StepName, Amount = Wire.Amount(rate) } },
            FromTime = Wire.Time(Some.Now.AddDays(-1)), ToTime = Wire.Time(Some.Now.AddDays(1)),
        };
        var preview = await service.PreviewRateCorrection(new PreviewRateCorrectionRequest { Scope = scope, PageSize = 50 }, TestCall.Of(tenant)).InTime();
        try
        {
            await service.CreateRateCorrection(new CreateRateCorrectionRequest { Scope = scope, PreviewHash = preview.PreviewHash, Reason = "Agreed." }, TestCall.Of(tenant)).InTime();
        }
        catch (Refusal e) when (e.Reason == Reasons.NothingToCorrect)
        {
            return;
        }

        await world.ApplyCorrections(tenant);
    }
}
