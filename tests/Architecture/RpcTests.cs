using FactoryFlow.Options.V1;
using FactoryFlow.Platform.Auth;
using Google.Api;
using Google.Protobuf.Reflection;

namespace FactoryFlow.Architecture.Tests;

public sealed class RpcTests
{
    private static readonly List<Rpc> Declared =
    [
        .. RpcAccess.DescriptorsIn(typeof(Access).Assembly).Where(f => f.Package.StartsWith("factoryflow.", StringComparison.Ordinal))
            .SelectMany(f => f.Services).SelectMany(s => s.Methods).Select(Rpc.Of),
    ];

    [Fact]
    public void Every_rpc_says_who_may_call_it() => Silent(Declared).ShouldBeEmpty();

    [Fact]
    public void Every_public_rpc_that_changes_something_says_what_it_does_with_an_idempotency_key() => Unrepeatable(Declared).ShouldBeEmpty();

    [Fact]
    public void An_rpc_is_either_internal_or_has_a_route() => Declared.Where(r => r.IsInternal == r.Verb is not null).Select(r => r.Name).ShouldBeEmpty();

    [Fact]
    public void The_protos_are_really_there() => Declared.Count.ShouldBeGreaterThan(20);

    [Fact]
    public void An_rpc_that_breaks_it_is_noticed()
    {
        Silent([new("x.X/Get", HasAccess: false, false, false, "GET", IdempotencyKey.Unspecified)]).ShouldNotBeEmpty();
        Unrepeatable([new("x.X/Create", HasAccess: true, false, false, "POST", IdempotencyKey.Unspecified)]).ShouldNotBeEmpty();
        Unrepeatable([new("x.X.PreviewChange", HasAccess: true, false, false, "POST", IdempotencyKey.Unspecified)]).ShouldBeEmpty();
        Unrepeatable([new("x.X/SignIn", HasAccess: true, IsAnonymous: true, false, "POST", IdempotencyKey.Unspecified)]).ShouldBeEmpty();
    }

    private static IEnumerable<string> Silent(IEnumerable<Rpc> rpcs) => rpcs.Where(r => !r.HasAccess).Select(r => r.Name);

    // A preview changes nothing, whatever its verb.
    private static IEnumerable<string> Unrepeatable(IEnumerable<Rpc> rpcs) =>
        rpcs.Where(r => r is { Verb: not (null or "GET"), IsAnonymous: false, IdempotencyKey: IdempotencyKey.Unspecified } && !r.Name.Contains(".Preview", StringComparison.Ordinal))
            .Select(r => r.Name);

    private sealed record Rpc(string Name, bool HasAccess, bool IsAnonymous, bool IsInternal, string? Verb, IdempotencyKey IdempotencyKey)
    {
        public static Rpc Of(MethodDescriptor method)
        {
            var options = method.GetOptions();
            var access = options?.HasExtension(OptionsExtensions.Access) == true ? options.GetExtension(OptionsExtensions.Access) : null;
            var http = options?.HasExtension(AnnotationsExtensions.Http) == true ? options.GetExtension(AnnotationsExtensions.Http) : null;
            return new Rpc(
                method.FullName, access is not null, access?.Anonymous == true, access?.Internal == true, http?.PatternCase.ToString().ToUpperInvariant(),
                options?.GetExtension(OptionsExtensions.IdempotencyKey) ?? IdempotencyKey.Unspecified);
        }
    }
}
