using System.Text.Json.Nodes;
using Dapper;
using FactoryFlow.EndToEnd.Tests.Api;
using FactoryFlow.Testing;
using Google.Protobuf;
using Grpc.Net.Client;

namespace FactoryFlow.EndToEnd.Tests.Fuzz;

/// <summary>
/// Two factories with one history are asked the same, one over JSON and the other over gRPC: calls that are fine and calls with something
/// wrong, made of the descriptors. Both answer the same, refuse for the same reasons, and so go on having one history.
/// TWIN_CALLS says how many, FUZZ_SEED which, such as those that a failure names; else they are the usual ones (<see cref="Seeds" />).
/// </summary>
public sealed class TwinTests(WholeSystem system) : IDisposable
{
    private const int MostFaults = 10;
    private static readonly int s_calls = FuzzTests.Number("TWIN_CALLS", 1_500);

    // Passwords take longer than all else, and who signs out is gone; what is told by the bus, or was done in one millisecond, is in no
    // order that means anything, nor is what a migration seeded; and a stream is as long as it lasts.
    private static readonly Rpc[] s_rpcs =
    [
        .. Rpc.Public.Where(rpc => !rpc.Rule.IsAnonymous && !rpc.IsForPlatformOnly && !rpc.Descriptor.IsServerStreaming
            && rpc.Name != "OrderFlowService.ListOrderFlowConfigs"
            && rpc.Descriptor.Service.Name is not ("PasswordService" or "SessionService" or "InvitationService" or "AuditService" or "EventService" or "TenantClockService")),
    ];

    private readonly GrpcChannel _channel = GrpcChannel.ForAddress(system.Running.Handle.GrpcAddress);

    public void Dispose() => _channel.Dispose();

    [Fact]
    public async Task The_same_call_has_the_same_answer_over_json_and_over_grpc()
    {
        var (random, mutation) = (new Random(Seeds.Current), new Mutation(new Random(Seeds.Current)));
        var (left, right) = (await Ground.Make(system.Running), await Ground.Make(system.Running));
        var (twins, faults, fine) = (new Twins(left.Factory, right.Factory), new List<string>(), 0);
        for (var i = 0; i < s_calls && faults.Count < MostFaults; i++)
        {
            var rpc = s_rpcs[random.Next(s_rpcs.Length)];
            var (json, grpc) = mutation.Of(rpc, MinimalCalls.Of(rpc, left), MinimalCalls.Of(rpc, right));
            var difference = await Ask(rpc, twins, json, grpc);
            // What services tell each other comes to the two at two times: who only looks may look again, and who repairs may do so again.
            for (var again = 0; again < 50 && difference is not null && IsRepeatable(rpc); again++)
            {
                await Task.Delay(100);
                difference = await Ask(rpc, twins, json, grpc);
            }

            if (difference is null) fine++;
            else faults.Add($"FUZZ_SEED={Seeds.Current}, call {i}: {rpc} {json.ToJsonString()}: {difference}");
            if (rpc.IdempotencyKey != Options.V1.IdempotencyKey.Unspecified) await Settled(left, right);
        }

        faults.ShouldBeEmpty();
        // A comparison of refusals alone proves little.
        twins.Answers.ShouldBeGreaterThan(s_calls / 5);
        twins.Refusals.ShouldBeGreaterThan(s_calls / 5);
    }

    private static bool IsRepeatable(Rpc rpc) => rpc.IdempotencyKey == Options.V1.IdempotencyKey.Unspecified || rpc.Name == "ReconciliationService.RepairWages";

    private async Task<string?> Ask(Rpc rpc, Twins twins, JsonObject json, JsonObject grpc)
    {
        var request = JsonParser.Default.Parse(grpc.ToJsonString(), rpc.Descriptor.InputType);
        var (left, right) = (rpc.Call(twins.Left.Admin, json), GrpcCalls.Ask(_channel, rpc, twins.Right.Admin.Token, request));
        return twins.Compare(rpc, await left, await right);
    }

    // A write is about what the last one has led to everywhere.
    private async Task Settled(Ground left, Ground right)
    {
        foreach (var service in system.Running.Services)
        {
            await using var connection = await system.Running.OpenAsAdministrator(service);
            await Eventually.Sees(
                () => connection.ExecuteScalarAsync<long>("select count(*) from outbox where tenant_id = any(@both)", new { both = new[] { Guid.Parse(left.Factory.TenantId), Guid.Parse(right.Factory.TenantId) } }),
                waiting => waiting == 0);
        }

        await using var ledger = await system.Running.OpenAsAdministrator("ledger");
        await Eventually.Sees(
            () => ledger.ExecuteScalarAsync<bool>("select (select count(*) from entries where tenant_id = @l::uuid) = (select count(*) from entries where tenant_id = @r::uuid)", new { l = left.Factory.TenantId, r = right.Factory.TenantId }),
            same => same);
    }
}
