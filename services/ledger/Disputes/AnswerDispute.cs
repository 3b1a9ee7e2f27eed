using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Ledger.Disputes;

internal sealed partial class DisputeService
{
    public override Task<Dispute> AnswerDispute(AnswerDisputeRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("dispute_id", request.DisputeId);
        var message = Message(check, request.Message);
        check.Done();
        return Go(context, request, id, Dispute.Types.Status.Answered, message, []);
    }
}
