using System.Text.Json.Nodes;
using FactoryFlow.EndToEnd.Tests.Api.Calls;

namespace FactoryFlow.EndToEnd.Tests.Api;

/// <summary>
/// For every public RPC the smallest call that is fine, with every field under its JSON name, whether the path or the body carries
/// it. An RPC without an entry fails the tests that go over all of them.
/// </summary>
internal static class MinimalCalls
{
    private static readonly Dictionary<string, Func<Ground, object>> Table =
        new([.. IdentityCalls.Table, .. TenancyCalls.Table, .. WorkflowCalls.Table, .. ProductionCalls.Table, .. LedgerCalls.Table]);

    /// <summary>The RPCs that have an entry.</summary>
    public static IReadOnlyCollection<string> Names => Table.Keys;

    public static JsonObject Of(Rpc rpc, Ground ground) => Table.TryGetValue(rpc.Name, out var make)
        ? Object(make(ground))
        : throw new InvalidOperationException($"{rpc.Name} has no minimal call: add one to its service's calls.");

    /// <summary>The call with one field more.</summary>
    public static JsonObject With(object value, string name, string text)
    {
        var json = Object(value);
        json[name] = text;
        return json;
    }

    private static JsonObject Object(object value) => value as JsonObject ?? System.Text.Json.JsonSerializer.SerializeToNode(value)!.AsObject();
}
