using FactoryFlow.Gateway.Pipeline;
using FactoryFlow.Options.V1;
using Google.Protobuf.Reflection;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Configuration;

namespace FactoryFlow.Gateway.Api;

/// <summary>
/// Every route of the API, read off the descriptors: one per HTTP binding, and one per RPC for gRPC itself.
/// An RPC without a binding, or one that is internal, has no route at all and so cannot be reached from outside.
/// </summary>
internal sealed class RouteTable
{
    private readonly Dictionary<string, HttpBinding> _bindings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RouteRule> _rules = new(StringComparer.Ordinal);
    private readonly List<RouteConfig> _routes = [];
    private readonly SortedSet<string> _clusters = new(StringComparer.Ordinal);

    private RouteTable()
    {
    }

    public IReadOnlyList<RouteConfig> Routes => _routes;

    /// <summary>The services that have an RPC, public or not.</summary>
    public IReadOnlyCollection<string> Clusters => _clusters;

    public IEnumerable<HttpBinding> Bindings => _bindings.Values;

    public static RouteTable Of(IEnumerable<FileDescriptor> files)
    {
        var table = new RouteTable();
        var shapes = new Dictionary<MessageDescriptor, MessageShape>();
        foreach (var rpc in files.Where(IsOurs).SelectMany(file => file.Services).SelectMany(service => service.Methods))
            table.Add(rpc, shapes);
        table.DemandDistinctPaths();
        return table;
    }

    /// <summary>The binding behind a route of YARP's, or null where the route is gRPC's own.</summary>
    public HttpBinding? BindingOf(RouteConfig route) => _bindings.GetValueOrDefault(route.RouteId);

    /// <summary>What the front door must know of the RPC behind a route of YARP's.</summary>
    public RouteRule RuleOf(RouteConfig route) => _rules[route.RouteId];

    private static bool IsOurs(FileDescriptor file) => file.Package.StartsWith("factoryflow.", StringComparison.Ordinal);

    private void Add(MethodDescriptor rpc, Dictionary<MessageDescriptor, MessageShape> shapes)
    {
        // factoryflow.<service>.v1 is served by <service>.
        var cluster = rpc.File.Package.Split('.')[1];
        _clusters.Add(cluster);
        if (rpc.GetOptions()?.GetExtension(OptionsExtensions.Access)?.Internal == true) return;
        var all = HttpBinding.Of(rpc, shapes).ToList();
        // Another stream than one of a file has no single answer: its binding makes it public, but only gRPC can carry it.
        foreach (var binding in (rpc.IsClientStreaming || rpc.IsServerStreaming) && !Download.IsOne(rpc) ? [] : all)
        {
            var id = $"{rpc.FullName}#{_bindings.Count}";
            _bindings.Add(id, binding);
            _rules.Add(id, RouteRule.Of(rpc, isJson: true));
            _routes.Add(new RouteConfig
            {
                RouteId = id,
                ClusterId = cluster,
                Match = new RouteMatch { Path = binding.Path.RoutePattern, Methods = MethodsOf(binding), Headers = AcceptedBy(binding) },
            });
        }

        if (all.Count > 0)
        {
            _rules[rpc.FullName] = RouteRule.Of(rpc, isJson: false);
            _routes.Add(new RouteConfig
            {
                RouteId = rpc.FullName,
                ClusterId = cluster,
                Match = new RouteMatch { Path = $"/{rpc.Service.FullName}/{rpc.Name}", Methods = ["POST"] },
            });
        }
    }

    // For a head alone a stream would be all made for nothing.
    private static string[]? MethodsOf(HttpBinding binding) => binding switch
    {
        { Verb: "*" } => null,
        { Verb: "GET", IsDownload: false } => Reading.Methods,
        _ => [binding.Verb],
    };

    // Routing would find this out too, but only when a request comes that fits both.
    private void DemandDistinctPaths()
    {
        var clash = _bindings.Values
            .GroupBy(binding => $"{binding.Verb} {AcceptedBy(binding)?[0].Values![0]} {string.Join('/', binding.Path.RoutePattern.Split('/').Select(Anonymous))}", StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(group => group.Count() > 1);
        if (clash is not null)
            throw new InvalidOperationException($"{string.Join(" and ", clash.Select(binding => binding.Rpc.FullName))} both answer {clash.Key}.");
    }

    // What a further path of a stream answers otherwise, it goes on answering to whoever does not ask for the stream.
    private static RouteHeader[]? AcceptedBy(HttpBinding binding) => binding is { IsAdditional: true, Success.MediaType: { } mediaType }
        ? [new RouteHeader { Name = HeaderNames.Accept, Values = [mediaType], Mode = HeaderMatchMode.Contains }]
        : null;

    private static string Anonymous(string segment) => segment.StartsWith('{')
        ? "{}" + segment[(segment.IndexOf('}', StringComparison.Ordinal) + 1)..]
        : segment;
}
