using System.Globalization;
using FactoryFlow.Workflow.Activities;

namespace FactoryFlow.Workflow.Definitions;

/// <summary>Reads what activities are given, and finds templates in it that nothing would ever fill.</summary>
internal sealed partial class DefinitionReader
{
    private const int LongestBody = 10_000, MostHeaders = 20;

    /// <summary>The channels of notifications.</summary>
    public static readonly IReadOnlyList<string> Channels = ["EMAIL", "SMS", "WHATSAPP"];

    // Where a path leads to is looked at as if the API were there.
    private static readonly Uri Somewhere = new("https://example.com");

    private static readonly string[] Methods = ["POST", "PUT", "PATCH", "DELETE", "GET"];

    // Ours to say, or of the connection.
    private static readonly string[] OwnHeaders = ["Host", "Content-Length", "Transfer-Encoding", "Connection", "Upgrade", "Expect", "TE", "Trailer", "Idempotency-Key"];

    private void With(ActivityType type, Node node)
    {
        switch (type)
        {
            case ActivityType.SendNotification:
                Notification(node);
                break;
            case ActivityType.CallWebhook:
                Call(node);
                break;
            case ActivityType.CallApi:
                Api(node);
                break;
            case ActivityType.EmitEvent:
                var told = Fields.Of(node, _faults, "name", "data");
                told.Id("name");
                Object(told, "data");
                break;
            case ActivityType.ExecuteFunction:
                Function(node);
                break;
            case ActivityType.UpdateContext:
                var set = Fields.Of(node, _faults, "set");
                if (set.Find("set") is null) _faults.Add(node.Place, "\"set\" is missing");
                foreach (var (name, value) in Object(set, "set")) Declared(name, value.Place);
                break;
            default:
                Duration(Fields.Of(node, _faults, "duration"), "duration");
                break;
        }

        Templates(node, mayUseEnvironment: type == ActivityType.CallWebhook);
    }

    private void Notification(Node node)
    {
        var fields = Fields.Of(node, _faults, "channel", "to", "subject", "body");
        if (fields.Text("channel") is { } channel && !Channels.Contains(channel)) _faults.Add(fields.Find("channel")!.Place, $"\"{channel}\" is no channel; there are {string.Join(", ", Channels)}");
        fields.Text("subject");
        Long(fields, "body");
        if (fields.Find("to") is not { } to)
        {
            _faults.Add(node.Place, "\"to\" is missing");
            return;
        }

        var recipients = Fields.Of(to, _faults, "user", "role", "roles", "address");
        var (user, role, address) = (recipients.Text("user"), recipients.Text("role"), recipients.Text("address"));
        if (user is not null && !IsTemplate(user) && !IsUser(user)) _faults.Add(recipients.Find("user")!.Place, $"\"{user}\" names no user: give a UUID, {Starter}, or a declared name such as {OfContext}buyer");
        if (recipients.Texts("roles", MostNames).Count == 0 && (user ?? role ?? address) is null) _faults.Add(to.Place, "names nobody: give a user, a role, roles or an address");
    }

    private void Call(Node node)
    {
        var fields = Fields.Of(node, _faults, "url", "method", "headers", "body");
        var url = fields.RequiredText("url");
        var isUrl = url.StartsWith("{{", StringComparison.Ordinal) ? Template.Expressions(url).First().StartsWith(Template.Environment, StringComparison.Ordinal)
            : Uri.TryCreate(IsTemplate(url) ? url.Replace("{{", "", StringComparison.Ordinal).Replace("}}", "", StringComparison.Ordinal) : url, UriKind.Absolute, out var parsed) && parsed.Scheme is "https" or "http" && parsed.UserInfo.Length == 0;
        if (url.Length > 0 && !isUrl) _faults.Add(fields.Find("url")!.Place, "is not a url such as https://example.com/orders/{{context.order}}; only {{env.X}} may stand in place of its beginning");
        Method(fields);
        var headers = Object(fields, "headers");
        if (headers.Count > MostHeaders) _faults.Add(fields.Find("headers")!.Place, string.Create(CultureInfo.InvariantCulture, $"has more than {MostHeaders} headers"));
        foreach (var (name, value) in headers)
        {
            if (value.Kind != NodeKind.Text) _faults.Add(value.Place, $"is {value.Noun}; it must be a text");
            if (name.Length is 0 or > 64 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')) _faults.Add(value.Place, $"\"{name}\" cannot be the name of a header");
            else if (OwnHeaders.Contains(name, StringComparer.OrdinalIgnoreCase)) _faults.Add(value.Place, $"\"{name}\" is not for a definition to say");
        }
    }

    private void Api(Node node)
    {
        var fields = Fields.Of(node, _faults, "credential", "method", "path", "body", "saveAs");
        fields.Id("credential");
        var path = fields.RequiredText("path");
        if (path.Length > 0 && ApiCall.Address(Somewhere, path) is null) _faults.Add(fields.Find("path")!.Place, $"is no path such as {ApiCall.Root}orders/{{{{context.order}}}}");
        Method(fields);
        Object(fields, "body");
        var saved = Object(fields, "saveAs");
        if (saved.Count > MostNames) _faults.Add(fields.Find("saveAs")!.Place, string.Create(CultureInfo.InvariantCulture, $"saves more than {MostNames} values"));
        foreach (var (name, value) in saved)
        {
            Declared(name, value.Place);
            if (value.Kind != NodeKind.Text || value.Text.Length is 0 or > 200) _faults.Add(value.Place, "must be a field of the answer, such as id or status");
        }
    }

    private void Method(Fields fields)
    {
        var method = fields.Text("method");
        if (method is not null && !Methods.Contains(method)) _faults.Add(fields.Find("method")!.Place, $"\"{method}\" must be one of {string.Join(", ", Methods)}");
        if (method == "GET" && fields.Find("body") is { } body) _faults.Add(body.Place, "means nothing with GET");
    }

    private void Function(Node node)
    {
        var name = node.Find("function") is { Kind: NodeKind.Text } named ? named.Text : "";
        if (Functions.Takes(name) is not var (one, other))
        {
            _faults.Add(node.Find("function")?.Place ?? node.Place, $"\"{name}\" is no function; there are {string.Join(", ", Functions.Names)}");
            return;
        }

        var fields = Fields.Of(node, _faults, "function", one, other, "saveAs");
        foreach (var argument in new[] { one, other })
            if (fields.Find(argument) is null) _faults.Add(node.Place, $"\"{argument}\" is missing");
        var saveAs = fields.RequiredText("saveAs");
        if (saveAs.Length > 0) Declared(saveAs, fields.Find("saveAs")!.Place);
    }

    private void Declared(string name, Place place)
    {
        if (!Fields.IsId(name) || name.Contains('.', StringComparison.Ordinal)) _faults.Add(place, $"\"{name}\" cannot be a name: use letters, digits, '_' and '-'");
        else if (_context?.ContainsKey(name) == false) _faults.Add(place, $"\"{name}\" is not declared in the context");
    }

    private IReadOnlyList<KeyValuePair<string, Node>> Object(Fields fields, string name)
    {
        if (fields.Find(name) is not { } node) return [];
        if (node.Kind != NodeKind.Map) _faults.Add(node.Place, $"is {node.Noun}; it must be an object");
        return node.Members;
    }

    private void Long(Fields fields, string name)
    {
        if (fields.Find(name) is not { } node) _faults.Add(fields.Place, $"\"{name}\" is missing");
        else if (node.Kind != NodeKind.Text) _faults.Add(node.Place, $"is {node.Noun}; it must be a text");
        else if (node.Text.Length > LongestBody) _faults.Add(node.Place, string.Create(CultureInfo.InvariantCulture, $"has {node.Text.Length} characters; at most {LongestBody} are allowed"));
    }

    private static bool IsTemplate(string text) => Template.Expressions(text).Any();

    private void Templates(Node node, bool mayUseEnvironment)
    {
        foreach (var item in node.Items) Templates(item, mayUseEnvironment);
        foreach (var (_, value) in node.Members) Templates(value, mayUseEnvironment);
        if (node.Kind != NodeKind.Text) return;
        if (Template.IsTorn(node.Text)) _faults.Add(node.Place, "holds braces that are no expression such as {{context.order}}");
        foreach (var expression in Template.Expressions(node.Text)) OfExpression(expression, node.Place, mayUseEnvironment);
    }

    private void OfExpression(string expression, Place place, bool mayUseEnvironment)
    {
        if (!expression.StartsWith(Template.Environment, StringComparison.Ordinal))
        {
            if (_conditions.Path(expression, place) is { } path && IsOfNobody(path)) _faults.Add(place, Unkept);
        }
        else if (!mayUseEnvironment) _faults.Add(place, $"{{{{{expression}}}}} is for calls alone: what it stands for is kept nowhere");
        else if (_environment?.Values.ContainsKey(expression[Template.Environment.Length..]) == false)
            _faults.Add(place, $"{{{{{expression}}}}} is not configured; there are {(_environment.Values.Count == 0 ? "none" : string.Join(", ", _environment.Values.Keys.Order(StringComparer.Ordinal)))}");
    }
}
