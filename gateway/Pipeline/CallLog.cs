using FactoryFlow.Gateway.Admission;
using FactoryFlow.Platform.Hosting;

namespace FactoryFlow.Gateway.Pipeline;

/// <summary>What a log line about a call says beside itself, as the services' do. Made where a line is written, so that the other calls spend nothing on it.</summary>
internal static class CallLog
{
    public static IDisposable? Scope(ILogger log, HttpContext context) =>
        log.BeginScope(new CallScope(context.TraceIdentifier) { TenantId = context.Features.Get<AdmittedCaller>()?.TenantId });
}
