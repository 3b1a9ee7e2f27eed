using FactoryFlow.Gateway.Languages;
using FactoryFlow.Gateway.Pipeline;
using FactoryFlow.Identity.V1;
using FactoryFlow.Options.V1;
using Google.Api;
using Google.Protobuf.Reflection;

namespace FactoryFlow.Gateway.Api;

/// <summary>One HTTP route of an RPC: what of the request sets which field, and how the answer is given back.</summary>
internal sealed class HttpBinding
{
    private HttpBinding(MethodDescriptor rpc, string verb, PathTemplate path, MessageShape input)
    {
        Rpc = rpc;
        GrpcPath = $"/{rpc.Service.FullName}/{rpc.Name}";
        Verb = verb;
        Path = path;
        Input = input;
        RefreshToken = rpc.InputType.FindFieldByName("refresh_token");
        IsForPeople = SpokenAnswer.Is(rpc.OutputType);
        YamlField = rpc.InputType.Fields.InDeclarationOrder().FirstOrDefault(field => field.GetOptions()?.GetExtension(OptionsExtensions.YamlBody) == true);
        Variables = [.. path.Variables.Select(variable => new BoundVariable(variable, Resolve(input, variable.Field)))];
    }

    public MethodDescriptor Rpc { get; }

    /// <summary>The path of the gRPC request.</summary>
    public PathString GrpcPath { get; }

    /// <summary>The HTTP method; <c>*</c> is any.</summary>
    public string Verb { get; }

    public PathTemplate Path { get; }

    public MessageShape Input { get; }

    public IReadOnlyList<BoundVariable> Variables { get; }

    public BodyRule Body { get; private init; }

    /// <summary>The field that the body stands for, with <see cref="BodyRule.Field"/>.</summary>
    public FieldShape? BodyField { get; private init; }

    /// <summary>The field of the answer that is the whole of the HTTP answer, if not all of it is.</summary>
    public FieldDescriptor? ResponseField { get; private init; }

    public required SuccessRule Success { get; init; }

    /// <summary>Where its messages have an etag.</summary>
    public required EtagRule Etag { get; init; }

    /// <summary>Whether the answer is a file that comes piece by piece.</summary>
    public bool IsDownload => Download.IsOne(Rpc);

    /// <summary>Whether the RPC names another path before this one.</summary>
    public bool IsAdditional { get; private init; }

    /// <summary>Whether the answer is a session, whose tokens may go into cookies.</summary>
    public bool AnswersSession => Rpc.OutputType == Session.Descriptor;

    /// <summary>Whether the answer says something to people, in their language.</summary>
    public bool IsForPeople { get; }

    /// <summary>The field that takes a session's refresh token, which may come out of a cookie; null where there is none.</summary>
    public FieldDescriptor? RefreshToken { get; }

    /// <summary>The field that a body of YAML becomes; null where none is taken.</summary>
    public FieldDescriptor? YamlField { get; }

    /// <summary>The bindings that an RPC's <c>google.api.http</c> names, the additional ones after the first.</summary>
    public static IEnumerable<HttpBinding> Of(MethodDescriptor rpc, Dictionary<MessageDescriptor, MessageShape> shapes)
    {
        var rule = rpc.GetOptions()?.GetExtension(AnnotationsExtensions.Http);
        return rule is null ? [] : new[] { rule }.Concat(rule.AdditionalBindings).Select(one => Of(rpc, one, isAdditional: one != rule, shapes));
    }

    private static HttpBinding Of(MethodDescriptor rpc, HttpRule rule, bool isAdditional, Dictionary<MessageDescriptor, MessageShape> shapes)
    {
        var (verb, path) = rule.PatternCase switch
        {
            HttpRule.PatternOneofCase.Get => ("GET", rule.Get),
            HttpRule.PatternOneofCase.Put => ("PUT", rule.Put),
            HttpRule.PatternOneofCase.Post => ("POST", rule.Post),
            HttpRule.PatternOneofCase.Delete => ("DELETE", rule.Delete),
            HttpRule.PatternOneofCase.Patch => ("PATCH", rule.Patch),
            HttpRule.PatternOneofCase.Custom => (rule.Custom.Kind, rule.Custom.Path),
            _ => throw new FormatException($"{rpc.FullName}: its google.api.http names no path."),
        };
        var input = MessageShape.Of(rpc.InputType, shapes);
        var bodyField = rule.Body is "*" or "" ? null : Find(input, rule.Body);
        return new HttpBinding(rpc, verb, PathTemplate.Parse(path), input)
        {
            Body = rule.Body switch
            {
                "*" => BodyRule.Message,
                not "" => BodyRule.Field,
                _ => verb is "GET" or "DELETE" or "HEAD" ? BodyRule.Ignored : BodyRule.Empty,
            },
            BodyField = bodyField,
            Etag = EtagRule.Of(rpc, bodyField, isWhole: rule.ResponseBody.Length == 0),
            ResponseField = rule.ResponseBody.Length == 0
                ? null
                : rpc.OutputType.FindFieldByName(rule.ResponseBody)
                    ?? throw new FormatException($"{rpc.FullName}: its answer has no field {rule.ResponseBody}."),
            Success = SuccessRule.Of(rpc),
            IsAdditional = isAdditional,
        };
    }

    private static FieldShape[] Resolve(MessageShape input, string dotted)
    {
        var path = new List<FieldShape>();
        var message = input;
        foreach (var name in dotted.Split('.'))
        {
            var field = Find(message ?? throw new FormatException($"{input.Descriptor.FullName}: {dotted} goes through a field that holds no message."), name);
            path.Add(field);
            message = field.IsList || field.Key is not null ? null : field.Value.Message;
        }

        return path[^1].HasTextForm && !path[^1].IsList
            ? [.. path]
            : throw new FormatException($"{input.Descriptor.FullName}.{dotted} has no form as text, and so no place in a path.");
    }

    private static FieldShape Find(MessageShape message, string name) => message.TryGetField(name, out var field)
        ? field
        : throw new FormatException($"{message.Descriptor.FullName} has no field {name}.");
}

/// <summary>What the body of a request stands for.</summary>
internal enum BodyRule
{
    /// <summary>Nothing, and HTTP gives a body no meaning here: it is not looked at.</summary>
    Ignored,

    /// <summary>Nothing: whatever it holds is unknown.</summary>
    Empty,

    /// <summary>The whole message.</summary>
    Message,

    /// <summary>One field of the message.</summary>
    Field,
}

/// <summary>A path variable and the fields that lead to what it sets.</summary>
internal sealed record BoundVariable(PathVariable Variable, FieldShape[] Fields)
{
    /// <summary>As the client would write it in the body.</summary>
    public string JsonPath { get; } = string.Join('.', Fields.Select(field => field.JsonName));
}
