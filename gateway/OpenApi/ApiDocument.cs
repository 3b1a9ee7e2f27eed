using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FactoryFlow.Gateway.Api;
using FactoryFlow.Options.V1;
using FactoryFlow.Platform.Auth;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.WebUtilities;

namespace FactoryFlow.Gateway.OpenApi;

/// <summary>
/// The API as OpenAPI 3.1 describes it: every binding of the route table, with the protos' comments. What all operations share, headers,
/// security and problem documents, stands in api.json beside this file.
/// </summary>
internal sealed class ApiDocument
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] AnyVerb = ["GET", "PUT", "POST", "DELETE", "PATCH"];

    private readonly JsonObject _document;
    private readonly SortedDictionary<string, JsonObject> _paths = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _responses = new(StringComparer.Ordinal);

    private ApiDocument(JsonObject document) => _document = document;

    /// <summary>The document, as UTF-8.</summary>
    public static byte[] Write(RouteTable routes, IEnumerable<FileDescriptor> files)
    {
        using var stream = typeof(ApiDocument).Assembly.GetManifestResourceStream("api.json")!;
        var document = new ApiDocument((JsonObject)JsonNode.Parse(stream)!);
        document.Add([.. routes.Bindings], RpcAccess.Of(files));
        return JsonSerializer.SerializeToUtf8Bytes(document._document, Json);
    }

    /// <summary>What the operations of a service are listed under: jobs under Job.</summary>
    public static string TagOf(Google.Protobuf.Reflection.ServiceDescriptor service) => service.Name.EndsWith("Service", StringComparison.Ordinal) ? service.Name[..^"Service".Length] : service.Name;

    public static JsonObject Header(string name) => new() { ["$ref"] = "#/components/headers/" + name };

    /// <summary>What every answer says of its call.</summary>
    public static JsonObject Headers() => new() { ["X-Request-Id"] = Header("X-Request-Id"), ["traceresponse"] = Header("traceresponse") };

    /// <summary>What every answer says of the caller's quota.</summary>
    public static void AddRateLimits(JsonObject headers)
    {
        foreach (var name in new[] { "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "RateLimit-Policy", "RateLimit" }) headers[name] = Header(name);
    }

    public static JsonObject HeaderParameter(string name) => new() { ["$ref"] = "#/components/parameters/" + name };

    private void Add(IReadOnlyCollection<HttpBinding> bindings, RpcAccess access)
    {
        var comments = ProtoComments.In(typeof(OptionsReflection).Assembly);
        var schemas = new SchemaBook(bindings, comments);
        var writer = new OperationWriter(schemas, comments, ReasonTable.Load(), access);
        var names = new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase);
        foreach (var rpc in bindings.GroupBy(binding => binding.Rpc))
        {
            var number = 0;
            foreach (var (binding, verb) in rpc.SelectMany(binding => VerbsOf(binding).Select(verb => (binding, verb))))
            {
                // Two paths that differ in the names of their variables are one.
                var (path, variables) = DocumentedPath.Of(binding, names);
                if (!_paths.TryGetValue(path, out var item)) item = _paths[path] = [];
                if (item[verb.ToLowerInvariant()] is JsonObject operation && binding is { IsAdditional: true, Success.MediaType: { } mediaType }) writer.AddStream(operation, binding, mediaType);
                else item[verb.ToLowerInvariant()] = writer.Write(binding, IdOf(rpc.Key, number++), variables, Share);
            }
        }

        _document["tags"] = new JsonArray([.. bindings.Select(binding => binding.Rpc.Service).Distinct().OrderBy(TagOf, StringComparer.Ordinal).Select(service =>
            new JsonObject { ["name"] = TagOf(service), ["description"] = comments.Of(service.FullName) })]);
        _document["paths"] = new JsonObject(_paths.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        var all = (JsonObject)_document["components"]!["schemas"]!;
        foreach (var (name, schema) in schemas.Schemas) all[name] = schema?.DeepClone();
    }

    private static string[] VerbsOf(HttpBinding binding) => binding.Verb == "*" ? AnyVerb : [binding.Verb];

    private static string IdOf(MethodDescriptor rpc, int number) => char.ToLowerInvariant(rpc.Name[0]) + rpc.Name[1..] + (number == 0 ? "" : $"{number + 1}");

    // Most operations are refused alike.
    private JsonObject Share(int status, JsonObject response)
    {
        var text = response.ToJsonString();
        if (!_responses.TryGetValue(text, out var name))
        {
            var phrase = ReasonPhrases.GetReasonPhrase(status).Replace(" ", "", StringComparison.Ordinal);
            var before = _responses.Values.Count(known => known.StartsWith(phrase, StringComparison.Ordinal));
            name = _responses[text] = before == 0 ? phrase : $"{phrase}{before + 1}";
            _document["components"]!["responses"]![name] = response;
        }

        return new JsonObject { ["$ref"] = "#/components/responses/" + name };
    }
}
