using System.Text.Json.Nodes;
using FactoryFlow.Options.V1;
using FactoryFlow.Platform.Auth;
using Google.Api;
using Google.Protobuf.Reflection;

namespace FactoryFlow.EndToEnd.Tests.Api;

/// <summary>One RPC as its descriptor has it, so that a new one is tested without anybody remembering.</summary>
internal sealed record Rpc(MethodDescriptor Descriptor, RpcRule Rule, HttpRule? Http)
{
    public static IReadOnlyList<Rpc> All { get; } =
    [
        .. from file in RpcAccess.DescriptorsIn(typeof(Options.V1.Access).Assembly)
           where file.Package.StartsWith("factoryflow.", StringComparison.Ordinal)
           from service in file.Services
           from method in service.Methods
           let rule = RpcAccess.OfAllProtos.Find($"/{service.FullName}/{method.Name}") ?? throw new InvalidOperationException($"{method.FullName} says nothing about its callers.")
           orderby method.FullName
           select new Rpc(method, rule, method.GetOptions()?.GetExtension(AnnotationsExtensions.Http)),
    ];

    /// <summary>What can be called from outside.</summary>
    public static IEnumerable<Rpc> Public => All.Where(rpc => rpc.Http is not null && !rpc.Rule.IsInternal);

    /// <summary>Such as <c>JobService.CreateJob</c>.</summary>
    public string Name => $"{Descriptor.Service.Name}.{Descriptor.Name}";

    public string GrpcPath => $"/{Descriptor.Service.FullName}/{Descriptor.Name}";

    public IList<FieldDescriptor> Fields => Descriptor.InputType.Fields.InDeclarationOrder();

    public IdempotencyKey IdempotencyKey => Rule.IdempotencyKey;

    public bool HasBody => Http!.Body.Length > 0;

    public bool IsForPlatformOnly => Rule.Admits(Options.V1.Access.Types.Kind.Platform) && !Rule.Admits(Options.V1.Access.Types.Kind.Staff);

    public static Rpc Named(string name) => All.Single(rpc => rpc.Name == name);

    public bool IsInPath(FieldDescriptor field) => Template.Contains($"{{{field.Name}}}", StringComparison.Ordinal);

    /// <summary>The call that a JSON object with every field stands for: some in the path, the others in the body or the query.</summary>
    public (HttpMethod Method, string Path, JsonObject? Body) Bind(JsonObject fields)
    {
        var rest = (JsonObject)fields.DeepClone();
        var path = Template;
        foreach (var field in Fields.Where(IsInPath))
        {
            path = path.Replace($"{{{field.Name}}}", Uri.EscapeDataString(rest[field.JsonName]?.ToString() ?? ""), StringComparison.Ordinal);
            rest.Remove(field.JsonName);
        }

        if (HasBody) return (Method, path, rest);
        var query = string.Join('&', rest.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value!.ToString())}"));
        return (Method, query.Length > 0 ? $"{path}?{query}" : path, null);
    }

    public Task<Reply> Call(Client client, JsonObject fields, string? key = null)
    {
        var (method, path, body) = Bind(fields);
        return client.Send(method, path, body?.ToJsonString(), key);
    }

    /// <summary>The same with a body that is no object, or is no JSON at all.</summary>
    public Task<Reply> CallRaw(Client client, JsonObject fields, object body, string? key = null, string mediaType = "application/json")
    {
        var (method, path, _) = Bind(fields);
        return client.Send(method, path, body, key, mediaType);
    }

    public override string ToString() => Name;

    private string Template => Http!.PatternCase switch
    {
        HttpRule.PatternOneofCase.Get => Http.Get,
        HttpRule.PatternOneofCase.Put => Http.Put,
        HttpRule.PatternOneofCase.Post => Http.Post,
        HttpRule.PatternOneofCase.Delete => Http.Delete,
        HttpRule.PatternOneofCase.Patch => Http.Patch,
        _ => throw new InvalidOperationException($"{Name} has a verb that no test knows."),
    };

    private HttpMethod Method => new(Http!.PatternCase.ToString().ToUpperInvariant());
}
