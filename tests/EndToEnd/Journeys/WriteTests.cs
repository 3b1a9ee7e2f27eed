using System.Text.Json.Nodes;
using Dapper;
using FactoryFlow.EndToEnd.Tests.Api;
using Google.Protobuf;

namespace FactoryFlow.EndToEnd.Tests.Journeys;

public sealed class IdentityWriteTests(WholeSystem system, UsedGround used) : WriteTests<Identity.V1.User>(system, used);

public sealed class TenancyWriteTests(WholeSystem system, UsedGround used) : WriteTests<Tenancy.V1.Tenant>(system, used);

public sealed class ProductionWriteTests(WholeSystem system, UsedGround used) : WriteTests<Production.V1.Job>(system, used);

public sealed class LedgerWriteTests(WholeSystem system, UsedGround used) : WriteTests<Ledger.V1.Payment>(system, used);

public sealed class WorkflowWriteTests(WholeSystem system, UsedGround used) : WriteTests<Workflow.V1.Instance>(system, used);

/// <summary>Every write of a service, repeated: all at once, one after the other, and under a key that was used for something else.</summary>
/// <typeparam name="TMessage">One of the service's messages. A class for each, since xunit runs classes beside one another.</typeparam>
public abstract class WriteTests<TMessage>(WholeSystem system, UsedGround used) : IClassFixture<UsedGround> where TMessage : IMessage, new()
{
    // They are fine, too, when no session is left, or when no scan is accepted.
    private static readonly string[] s_onFreshGround = ["SessionService.RevokeSession", "SessionService.RevokeAllSessions", "ScanService.BatchRecordScans"];

    // Behind them the tenant is closed, and the gateway hears of it whenever it asks: in the middle of another's calls.
    private static readonly string[] s_lastOnGround = ["TenantAdministrationService.SuspendTenant", "TenantAdministrationService.DeleteTenant"];

#pragma warning disable CA1000 // The runner asks the very class for its rows.
    public static TheoryData<string> Writes => [.. Write.Table.Keys.Where(name => Rpc.Named(name).Descriptor.File.Package == new TMessage().Descriptor.File.Package)];
#pragma warning restore CA1000

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_write_is_done_once_however_often_it_is_asked_for_and_its_key_is_good_for_nothing_else(string name)
    {
        var (rpc, key) = (Rpc.Named(name), Guid.NewGuid().ToString());
        if (s_onFreshGround.Contains(name)) used.Ground = null;
        var (write, before, atOnce) = await Try();
        if (atOnce[0].Status is < 200 or > 204)
        {
            // On ground that others used, it may have become impossible.
            used.Ground = null;
            (write, before, atOnce) = await Try();
        }

        atOnce[0].Status.ShouldBeInRange(200, 204, atOnce[0].Body);
        foreach (var reply in atOnce) ShouldBeSame(reply, atOnce[0]);
        // The first of them may have been lost on the way, and the one that was heard is a repeated one.
        atOnce.Count(reply => !reply.IsReplayed).ShouldBeLessThanOrEqualTo(1);
        var again = await rpc.Call(write.Client, write.Fields, key);
        ShouldBeSame(again, atOnce[0]);
        again.IsReplayed.ShouldBeTrue();
        if (write.Other is { } other) (await rpc.Call(write.Client, other, key)).Expect(409, "IDEMPOTENCY_KEY_REUSED");
        for (var i = 0; i < write.Effects.Length; i++)
        {
            await Eventually.Sees(() => Count(write.Effects[i]), seen => seen > before[i]);
            (await Count(write.Effects[i])).ShouldBe(before[i] + 1, write.Effects[i].Count);
        }

        if (s_lastOnGround.Contains(name)) used.Ground = null;

        async Task<(Write, long[], Reply[])> Try()
        {
            var write = Write.Table[name](used.Ground ??= await Ground.Make(system.Running));
            var before = new long[write.Effects.Length];
            for (var i = 0; i < before.Length; i++) before[i] = await Count(write.Effects[i]);
            return (write, before, await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Client.Retry(() => rpc.Call(write.Client, write.Fields, key)))));
        }
    }

    // Byte for byte: the members and the entries of maps in one order, too.
    private static void ShouldBeSame(Reply reply, Reply first)
    {
        (reply.Status, reply.Location).ShouldBe((first.Status, first.Location), reply.Body);
        WithoutSecrets(reply).ShouldBe(WithoutSecrets(first));
    }

    // What is secret is told once: it is kept nowhere, and so not told again.
    private static string WithoutSecrets(Reply reply)
    {
        if (reply.Body.Length == 0 || JsonNode.Parse(reply.Body) is not JsonObject told) return reply.Body;
        var removed = new[] { "apiKey", "secret" }.Count(told.Remove);
        return removed == 0 ? reply.Body : told.ToJsonString();
    }

    private async Task<long> Count((string Service, string Sql) effect)
    {
        await using var connection = await system.Running.OpenAsAdministrator(effect.Service);
        return await connection.ExecuteScalarAsync<long>(effect.Sql);
    }
}

/// <summary>What the writes of a class have been tried on: another is made only for those that are refused on it.</summary>
public sealed class UsedGround
{
    internal Ground? Ground { get; set; }
}
