using System.Globalization;
using System.Text.Json.Nodes;
using FactoryFlow.Gateway.Api;
using FactoryFlow.Options.V1;
using FactoryFlow.Platform.Auth;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.WebUtilities;

namespace FactoryFlow.Gateway.OpenApi;

/// <summary>Describes the operation that a binding is.</summary>
internal sealed class OperationWriter(SchemaBook schemas, ProtoComments comments, ReasonTable reasons, RpcAccess access)
{
    private readonly Refusals _refusals = new(reasons, comments);

    /// <param name="binding">The binding.</param>
    /// <param name="id">Its id in the document.</param>
    /// <param name="pathNames">What the variables are called in the document's path, in their order.</param>
    /// <param name="share">Puts a response among the shared ones.</param>
    public JsonObject Write(HttpBinding binding, string id, IReadOnlyList<string> pathNames, Func<int, JsonObject, JsonObject> share)
    {
        var rpc = binding.Rpc;
        var rule = access.Find($"/{rpc.Service.FullName}/{rpc.Name}");
        var comment = comments.Of(rpc.FullName);
        var operation = new JsonObject
        {
            ["operationId"] = id,
            ["tags"] = new JsonArray(ApiDocument.TagOf(rpc.Service)),
            ["summary"] = Summary(comment, rpc),
            ["description"] = string.Join("\n\n", new[] { comment, Callers(rule) }.Where(text => text.Length > 0)),
            ["security"] = Security(rule),
            ["x-grpc"] = $"{rpc.Service.FullName}/{rpc.Name}",
        };
        operation["parameters"] = new JsonArray([.. PathParameters(binding, pathNames), .. QueryParameters(binding), .. HeaderParameters(binding, rule)]);
        if (Body(binding) is { } body) operation["requestBody"] = body;
        var responses = new JsonObject();
        foreach (var status in binding.Success.Statuses) responses[Number(status)] = Success(binding, status, rule);
        if (IsAskedAgain(binding)) responses[Number(StatusCodes.Status304NotModified)] = share(StatusCodes.Status304NotModified, NotModified());
        foreach (var (status, response) in _refusals.Of(binding, rule))
            responses[Number(status)] = ((string)response["description"]!).Contains('\n', StringComparison.Ordinal) ? response : share(status, response);
        operation["responses"] = responses;
        return operation;
    }

    /// <summary>Adds what a stream at the path of a list takes, and what it answers to whoever accepts it.</summary>
    public void AddStream(JsonObject operation, HttpBinding binding, string mediaType)
    {
        foreach (var status in binding.Success.Statuses) operation["responses"]![Number(status)]!["content"]![mediaType] = Streamed(binding);
        var known = (JsonArray)operation["parameters"]!;
        var taken = QueryParameters(binding).Concat(HeaderParameters(binding, access.Find($"/{binding.Rpc.Service.FullName}/{binding.Rpc.Name}"))).ToList();
        foreach (var parameter in known.OfType<JsonObject>().Where(one => (string?)one["in"] == "query" && !taken.Exists(other => IsSame(one, other))))
            parameter["description"] = $"{parameter["description"]} Not with `Accept: {mediaType}`.";
        foreach (var parameter in taken.Where(one => !known.Any(other => IsSame(one, other!))))
        {
            if ((string?)parameter["in"] == "query") parameter["description"] = $"{parameter["description"]} Only with `Accept: {mediaType}`.";
            known.Add(parameter);
        }

        static bool IsSame(JsonNode one, JsonNode other) => (string?)one["name"] == (string?)other["name"] && (string?)one["$ref"] == (string?)other["$ref"];
    }

    private IEnumerable<JsonObject> PathParameters(HttpBinding binding, IReadOnlyList<string> names)
    {
        var fields = binding.Variables.SelectMany(variable => variable.Variable.Parts.Where(part => part.IsParameter).Select(_ => variable.Fields[^1].Descriptor));
        return fields.Zip(names, (field, name) => Parameter(name, "path", field, isRequired: true));
    }

    private IEnumerable<JsonObject> QueryParameters(HttpBinding binding) => binding.Body == BodyRule.Message
        ? []
        : Texts(binding.Input.Descriptor, "", depth: 0)
            .Where(text => binding.Variables.All(variable => variable.JsonPath != text.Name) && text.Name != binding.BodyField?.JsonName && !text.Name.StartsWith(binding.BodyField?.JsonName + ".", StringComparison.Ordinal))
            .Select(text => Parameter(text.Name, "query", text.Field, isRequired: false));

    // What a query can carry: texts, numbers and lists of them, and those of messages under dotted names.
    private static IEnumerable<(string Name, FieldDescriptor Field)> Texts(MessageDescriptor message, string prefix, int depth) =>
        message.Fields.InDeclarationOrder().Where(field => !field.IsMap).SelectMany(field => ValueKinds.Of(field) switch
        {
            ValueKind.Message => field.IsRepeated || depth > 2 ? [] : Texts(field.MessageType, $"{prefix}{field.JsonName}.", depth + 1),
            ValueKind.Struct or ValueKind.List or ValueKind.Any or ValueKind.Null => [],
            _ => new[] { (prefix + field.JsonName, field) },
        });

    private JsonObject Parameter(string name, string place, FieldDescriptor field, bool isRequired)
    {
        var schema = schemas.Of(field);
        var parameter = new JsonObject { ["name"] = name, ["in"] = place, ["required"] = isRequired };
        if (schema["description"] is { } description) parameter["description"] = description.DeepClone();
        schema.Remove("description");
        parameter["schema"] = schema;
        return parameter;
    }

    private static IEnumerable<JsonObject> HeaderParameters(HttpBinding binding, RpcRule? rule)
    {
        if (rule?.IdempotencyKey == IdempotencyKey.Required) yield return ApiDocument.HeaderParameter("IdempotencyKeyRequired");
        if (rule?.IdempotencyKey == IdempotencyKey.Accepted) yield return ApiDocument.HeaderParameter("IdempotencyKey");
        if (binding.AnswersSession || binding.RefreshToken is not null) yield return ApiDocument.HeaderParameter("SessionMode");
        if (binding.Etag.Given is not null) yield return ApiDocument.HeaderParameter("IfMatch");
        if (IsAskedAgain(binding)) yield return ApiDocument.HeaderParameter("IfNoneMatch");
        if (rule?.IsAnonymous != true) yield return ApiDocument.HeaderParameter("TenantId");
        if (Refusals.TakesCsrfToken(binding, rule)) yield return ApiDocument.HeaderParameter("CsrfToken");
        if (binding.Success.IsEventStream) yield return ApiDocument.HeaderParameter("LastEventId");
        // Every call can be refused, and a refusal is read by somebody.
        yield return ApiDocument.HeaderParameter("AcceptLanguage");
        yield return ApiDocument.HeaderParameter("RequestId");
        yield return ApiDocument.HeaderParameter("TraceParent");
    }

    private JsonObject? Body(HttpBinding binding)
    {
        if (binding.Body is BodyRule.Ignored or BodyRule.Empty) return null;
        var carried = binding.Variables.Where(variable => variable.Fields.Length == 1).Select(variable => variable.Fields[0].Descriptor).ToList();
        var content = new JsonObject
        {
            ["application/json"] = new JsonObject
            {
                ["schema"] = binding.BodyField is null ? schemas.Of(binding.Input.Descriptor, carried) : schemas.Of(binding.BodyField.Descriptor),
            },
        };
        if (binding.YamlField is not null) content["application/yaml"] = new JsonObject { ["schema"] = schemas.Of(binding.YamlField) };
        var isRequired = binding.BodyField is null && binding.Input.Descriptor.Fields.InDeclarationOrder().Except(carried).Any(SchemaBook.IsRequired);
        return new JsonObject { ["required"] = isRequired, ["content"] = content };
    }

    private JsonObject Success(HttpBinding binding, int status, RpcRule? rule)
    {
        var headers = ApiDocument.Headers();
        ApiDocument.AddRateLimits(headers);
        if (binding.IsForPeople) headers["Content-Language"] = ApiDocument.Header("Content-Language");
        if (binding.Etag.IsAnswered) headers["ETag"] = ApiDocument.Header("ETag");
        if (binding.Success.HasLocation) headers["Location"] = ApiDocument.Header("Location");
        if (rule?.IdempotencyKey > IdempotencyKey.Unspecified) headers["Idempotency-Replayed"] = ApiDocument.Header("Idempotency-Replayed");
        if (binding.AnswersSession || binding.RefreshToken is not null) headers["Set-Cookie"] = ApiDocument.Header("Set-Cookie");
        var response = new JsonObject { ["description"] = ReasonPhrases.GetReasonPhrase(status) + ".", ["headers"] = headers };
        if (binding.Success.MediaType is { } file)
        {
            headers["Content-Disposition"] = ApiDocument.Header("Content-Disposition");
            // Without the encoding, as everywhere here.
            response["content"] = new JsonObject { [file.Split(';')[0]] = Streamed(binding) };
        }
        else if (binding.Success.HasBody)
        {
            response["content"] = new JsonObject
            {
                ["application/json"] = new JsonObject { ["schema"] = binding.ResponseField is { } field ? schemas.Of(field) : schemas.Of(binding.Rpc.OutputType, []) },
            };
        }

        return response;
    }

    // Who has what a GET answers under an etag need not be sent it again.
    private static bool IsAskedAgain(HttpBinding binding) => binding is { Verb: "GET", Etag.IsAnswered: true };

    private static JsonObject NotModified()
    {
        var headers = ApiDocument.Headers();
        ApiDocument.AddRateLimits(headers);
        headers["ETag"] = ApiDocument.Header("ETag");
        return new JsonObject { ["description"] = "Not Modified: it is what `If-None-Match` names.", ["headers"] = headers };
    }

    // A file has no schema, which says what JSON looks like. What events say is JSON within a text.
    private JsonObject Streamed(HttpBinding binding)
    {
        if (!binding.Success.IsEventStream) return [];
        var schema = new JsonObject { ["type"] = "string", ["description"] = "Server-sent events; the `data` of each is JSON as `contentSchema` says.", ["contentMediaType"] = "text/event-stream" };
        if (binding.Rpc.File.FindTypeByName<MessageDescriptor>("Event") is { } told) schema["contentSchema"] = schemas.Of(told, []);
        return new JsonObject { ["schema"] = schema };
    }

    private static JsonArray Security(RpcRule? rule)
    {
        if (rule?.IsAnonymous == true) return [];
        // A key is the staff's own; a customer's cookies have names of their own.
        string[] schemes =
        [
            "bearer",
            .. rule?.Admits(Access.Types.Kind.Staff) == true ? ["apiKey"] : Array.Empty<string>(),
            "cookie",
            .. rule?.Admits(Access.Types.Kind.Customer) == true ? ["customerCookie"] : Array.Empty<string>(),
        ];
        return new JsonArray([.. schemes.Select(scheme => new JsonObject { [scheme] = new JsonArray() })]);
    }

    private static string Callers(RpcRule? rule)
    {
        if (rule is null or { IsAnonymous: true }) return "";
        var kinds = Enum.GetValues<Access.Types.Kind>().Where(kind => kind != Access.Types.Kind.Unspecified && rule.Admits(kind)).Select(kind => kind.ToString().ToUpperInvariant());
        var permissions = rule.Permissions.Select(permission => $"`{permission}`").ToList();
        return $"For {string.Join(", ", kinds)}{(permissions.Count > 0 ? " with " + string.Join(" or ", permissions) : "")}.";
    }

    // The first sentence, which says what the call does or answers.
    private static string Summary(string comment, MethodDescriptor rpc)
    {
        if (comment.Length == 0) return rpc.Name;
        var end = comment.IndexOf(". ", StringComparison.Ordinal);
        return (end < 0 ? comment : comment[..end]).TrimEnd('.');
    }

    private static string Number(int status) => status.ToString(CultureInfo.InvariantCulture);
}
