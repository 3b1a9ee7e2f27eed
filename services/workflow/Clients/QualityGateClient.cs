using System.Collections.Immutable;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Platform.Hosting;
using FactoryFlow.Production.V1;
using FactoryFlow.Workflow.Engine;
using Grpc.Core;

namespace FactoryFlow.Workflow.Clients;

/// <summary>Asks production, as the caller, whether an order passes quality gates.</summary>
internal sealed class QualityGateClient(QualityGateService.QualityGateServiceClient production, TimeProvider clock)
{
    /// <summary>What the gates say, all of them in one call. Nobody waits for it with an instance locked.</summary>
    /// <exception cref="Refusal">UNAVAILABLE when production does not answer in time.</exception>
    public async Task<GateAnswers> Ask(ServerCallContext context, GateQuestion question)
    {
        var request = new AskQualityGatesRequest { TenantId = context.Caller().TenantId.ToString(), OrderId = question.OrderId.ToString(), Gates = { question.Gates } };
        try
        {
            var response = await production.AskQualityGatesAsync(request, deadline: clock.Deadline(), cancellationToken: context.CancellationToken);
            return new GateAnswers(
                question.OrderId, IsOrderKnown: true,
                response.Answers.ToImmutableDictionary(a => a.Gate, a => a.Failings.Select(f => new GateFailing(f.Message, f.Remedy)).ToImmutableArray()));
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.NotFound)
        {
            return GateAnswers.None with { OrderId = question.OrderId };
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Unimplemented && !context.CancellationToken.IsCancellationRequested)
        {
            throw CommonReasons.Unavailable.Refuse(
                $"Production does not say whether {string.Join(" and ", question.Gates)} let order {question.OrderId} pass ({e.StatusCode}), and nothing was done. Retry with the same Idempotency-Key.");
        }
    }
}
