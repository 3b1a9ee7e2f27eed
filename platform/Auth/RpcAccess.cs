using System.Collections.Frozen;
using System.Reflection;
using FactoryFlow.Options.V1;
using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FactoryFlow.Platform.Auth;

/// <summary>
/// What every RPC says about its callers in its proto options, by the path that a call names. Read once from the descriptors;
/// a process that hosts an RPC which says nothing does not start.
/// </summary>
public sealed class RpcAccess
{
    // Public protocols that cannot carry our options and tell nobody a secret.
    private static readonly FrozenSet<string> Exempt = FrozenSet.Create("grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection");

    private readonly FrozenDictionary<string, RpcRule> _rules;

    private RpcAccess(IEnumerable<RpcRule> rules) => _rules = rules.ToFrozenDictionary(rule => rule.Path, StringComparer.Ordinal);

    /// <summary>The rules of every RPC that our protos declare.</summary>
    public static RpcAccess OfAllProtos { get; } = Of(DescriptorsIn(typeof(Access).Assembly));

    /// <summary>Every RPC that says who may call it.</summary>
    public IEnumerable<RpcRule> Rules => _rules.Values;

    /// <summary>The rules of every RPC in these files that says who may call it.</summary>
    /// <exception cref="InvalidOperationException">One says something that makes no sense.</exception>
    public static RpcAccess Of(IEnumerable<FileDescriptor> files) =>
        new(from file in files from service in file.Services from method in service.Methods let rule = RuleOf(method) where rule is not null select rule);

    /// <summary>The rule of an RPC by its path, <c>/package.Service/Method</c>; null when it names nothing.</summary>
    public RpcRule? Find(string path) => _rules.GetValueOrDefault(path);

    /// <summary>Refuses to start when a hosted RPC does not say who may call it.</summary>
    /// <exception cref="InvalidOperationException">Names every RPC that says nothing.</exception>
    public void DemandRulesFor(IEnumerable<EndpointDataSource> endpoints) =>
        DemandRulesFor(endpoints.SelectMany(source => source.Endpoints).Select(HostedPath).OfType<string>());

    /// <summary>Refuses to start when one of these RPCs does not say who may call it.</summary>
    /// <exception cref="InvalidOperationException">Names every RPC that says nothing.</exception>
    public void DemandRulesFor(IEnumerable<string> paths)
    {
        var silent = paths.Where(path => Find(path) is null).Distinct().Order(StringComparer.Ordinal).ToList();
        if (silent.Count > 0)
            throw new InvalidOperationException(
                $"These RPCs do not say who may call them (option factoryflow.options.v1.access): {string.Join(", ", silent)}.");
    }

    /// <summary>Every proto file that was compiled into an assembly.</summary>
    public static IEnumerable<FileDescriptor> DescriptorsIn(Assembly assembly) =>
        from type in assembly.GetExportedTypes()
        where type is { IsAbstract: true, IsSealed: true } && type.Name.EndsWith("Reflection", StringComparison.Ordinal)
        let property = type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)
        where property?.PropertyType == typeof(FileDescriptor)
        select (FileDescriptor)property.GetValue(null)!;

    private static string? HostedPath(Endpoint endpoint) => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.FullName;

    private static RpcRule? RuleOf(MethodDescriptor method)
    {
        var path = $"/{method.Service.FullName}/{method.Name}";
        if (Exempt.Contains(method.Service.FullName)) return RpcRule.Open(path);

        var options = method.GetOptions();
        if (options is null || !options.HasExtension(OptionsExtensions.Access)) return null;
        return RpcRule.From(path, options.GetExtension(OptionsExtensions.Access), options.GetExtension(OptionsExtensions.IdempotencyKey));
    }
}
