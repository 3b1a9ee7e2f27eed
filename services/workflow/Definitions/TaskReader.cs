using System.Collections.Immutable;

namespace FactoryFlow.Workflow.Definitions;

/// <summary>Reads what a definition says of the tasks of its manual states.</summary>
internal sealed partial class DefinitionReader
{
    /// <summary>Who started the instance, as an assignment names them.</summary>
    public const string Starter = "workflow.startedBy";

    /// <summary>What a name of the context begins with, as an assignment names a user.</summary>
    public const string OfContext = "context.";

    // A member of a manual state; of another type's states it is a fault.
    private Node? OfTask(Fields fields, string name, StateType type) => Only(fields, name, type, StateType.Manual) ? fields.Find(name) : null;

    private Assignment Assignment(Node node)
    {
        var fields = Fields.Of(node, _faults, "user", "role", "roles");
        var user = fields.Text("user");
        if (user is not null && !IsUser(user))
            _faults.Add(fields.Find("user")!.Place, $"\"{user}\" names no user: give a UUID, {Starter}, or a declared name such as {OfContext}buyer");
        ImmutableArray<string> roles = [.. fields.Text("role") is { Length: > 0 } role ? [role] : Array.Empty<string>(), .. fields.Texts("roles", MostNames).Select(n => n.Text)];
        if (user is null && roles.IsEmpty) _faults.Add(node.Place, "names nobody: give a user, a role or roles");
        return new Assignment(user, [.. roles.Distinct()]);
    }

    private bool IsUser(string user) => user == Starter || Guid.TryParseExact(user, "D", out _)
        || (user.StartsWith(OfContext, StringComparison.Ordinal) && user.Length > OfContext.Length && _context?.ContainsKey(user[OfContext.Length..]) != false);

    // What a task brings becomes known to the instance, and so must be declared there in the same way.
    private ImmutableSortedDictionary<string, Variable> Form(Node node)
    {
        var form = Variables(node);
        foreach (var (name, variable) in form)
        {
            if (_context is null) break;
            var place = node.Find(name)!.Place;
            if (!_context.TryGetValue(name, out var declared)) _faults.Add(place, $"\"{name}\" is not declared in the context");
            else if (declared.Type != variable.Type) _faults.Add(place, $"\"{name}\" is of another type in the context");
        }

        return form;
    }
}
