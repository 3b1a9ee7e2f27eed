using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Google.Protobuf;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Operations;

/// <summary>What runs the platform, wherever it runs: each RPC is in the file of its name.</summary>
internal sealed partial class OperationsService(TenantDb db, OperationsReader services) : V1.OperationsService.OperationsServiceBase
{
    private const int LongestReason = 500;
    private const string OneOfThem = "must be one of identity, tenancy, workflow, production and ledger";

    private static void CheckService(Check check, string service, bool isRequired = true) =>
        check.That((service.Length == 0 && !isRequired) || OperationsReader.Services.Contains(service), "service", OneOfThem);

    // Whoever looks across tenants leaves a trace among the platform's own entries.
    private Task<T> Seen<T>(ServerCallContext context, string action, T answer) => db.As(context, context.Caller().TenantId, tx =>
    {
        tx.Audit(action, "service", Guid.Empty);
        return Task.FromResult(answer);
    });

    // What was decided in a service is kept there, in its own transaction, and bears repetition; here stand who decided and the answer.
    private async Task<TReply> Decided<TReply>(ServerCallContext context, IMessage request, string action, string entityType, Guid id, string service, Func<Task<TReply>> decide)
        where TReply : class, IMessage<TReply>, new()
    {
        if (await db.FindAnswer<TReply>(context, request) is { } before) return before;
        var answer = await decide();
        return await db.Write(context, request, tx =>
        {
            tx.Audit(action, entityType, id, new Json($"{{\"after\":{{\"service\":\"{service}\"}}}}"));
            return Task.FromResult(answer);
        });
    }
}
