using System.Collections.Concurrent;
using FactoryFlow.Production.V1;
using Grpc.Core;

namespace FactoryFlow.Workflow.Tests.Support;

/// <summary>As much of production as workflow asks: orders whose gates a test closes.</summary>
internal sealed class StandInProduction : QualityGateService.QualityGateServiceClient
{
    /// <summary>The orders that there are, and what each lacks: such as <c>qaPass: QA of job 7 is not completed</c>.</summary>
    public ConcurrentDictionary<Guid, string[]> Lacks { get; } = new();

    /// <summary>What was asked: the order and the gates.</summary>
    public ConcurrentQueue<(string Order, string Gates)> Asked { get; } = new();

    /// <summary>What it answers with instead; null while it is well.</summary>
    public StatusCode? Trouble { get; set; }

    /// <summary>What happens while it is asked the next time.</summary>
    public Func<Task>? Meanwhile { get; set; }

    /// <summary>An order that lacks this.</summary>
    public Guid Order(params string[] lacks)
    {
        var order = Guid.NewGuid();
        Lacks[order] = lacks;
        return order;
    }

    public override AsyncUnaryCall<AskQualityGatesResponse> AskQualityGatesAsync(AskQualityGatesRequest request, CallOptions options) =>
        new(Answer(request), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });

    private async Task<AskQualityGatesResponse> Answer(AskQualityGatesRequest request)
    {
        Asked.Enqueue((request.OrderId, string.Join(',', request.Gates)));
        if (Meanwhile is { } meanwhile)
        {
            Meanwhile = null;
            await meanwhile();
        }

        if (Trouble is { } trouble) throw new RpcException(new Status(trouble, "Out of order."));
        if (!Lacks.TryGetValue(Guid.Parse(request.OrderId), out var lacks)) throw new RpcException(new Status(StatusCode.NotFound, "There is none."));
        var answers = request.Gates.Select(gate => new QualityGateAnswer
        {
            Gate = gate,
            Failings = { lacks.Where(lack => lack.StartsWith(gate + ": ", StringComparison.Ordinal)).Select(lack => new QualityGateFailing { Message = lack[(gate.Length + 2)..], Remedy = "See to it." }) },
        });
        return new AskQualityGatesResponse { Answers = { answers } };
    }
}
