using System.Collections.Immutable;
using System.Text.Json;
using FactoryFlow.Options.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Workflow.Activities;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.Engine;

namespace FactoryFlow.Workflow.Tests.Support;

/// <summary>Definitions, people and values for tests.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    /// <summary>What activities may use.</summary>
    public static readonly ActivityEnvironment Environment = new(new Dictionary<string, string> { ["SHOP_KEY"] = "s3cret" });

    /// <summary>A draft that is submitted, and approved by a manager where it costs more than 1000.</summary>
    public const string Approval = """
        context:
          amount: number
          note: text
        states:
          - { id: draft, type: start }
          - { id: review, type: automatic }
          - { id: approval, type: manual }
          - { id: approved, type: end }
          - { id: rejected, type: end }
        transitions:
          - { id: submit, from: draft, to: review, requiresOwnership: true }
          - { id: large, from: review, to: approval, conditions: { field: amount, operator: gt, value: 1000 } }
          - { id: small, from: review, to: approved }
          - { id: approve, from: approval, to: approved, requiredRoles: [manager], requiredPermissions: ["workflows:transition:approve"] }
          - { id: reject, from: approval, to: rejected, requiredRoles: [manager], conditions: { field: note, operator: exists } }
        """;

    public static Definition Definition(string yaml)
    {
        var (definition, faults) = Read(yaml);
        faults.ShouldBeEmpty();
        return definition!;
    }

    public static (Definition? Definition, IReadOnlyList<DefinitionFault> Faults) Read(string yaml)
    {
        var faults = new Faults();
        return YamlNodes.Read(yaml, faults) is { } node ? (DefinitionReader.Read(node, faults, Environment), faults.All) : (null, faults.All);
    }

    public static Caller Person(string role = "worker", Guid? id = null, params string[] permissions) => new()
    {
        Subject = id ?? Guid.AllBitsSet, TenantId = Guid.Empty, Kind = Access.Types.Kind.Staff, SessionId = Guid.Empty, Roles = [role],
        Permissions = [.. permissions.Select(Permission.Parse)],
    };

    public static Surroundings By(Caller? actor = null) => Surroundings.Of(actor ?? Person(), Now);

    /// <summary>Values by name, as JSON.</summary>
    public static ImmutableSortedDictionary<string, JsonElement> Values(string json = "{}") =>
        JsonElement.Parse(json).EnumerateObject().ToImmutableSortedDictionary(p => p.Name, p => p.Value.Clone(), StringComparer.Ordinal);

    public static Take Take(string transition, string? key = null, string context = "{}") => new(transition, "", key, null, null, Values(context));

    /// <summary>An instance as it is after its start.</summary>
    public static Instance Started(Definition definition, string context = "{}", Caller? by = null) =>
        WorkflowEngine.Decide(definition, new Instance { Id = Guid.Empty }, new Start("", Values(context)), By(by)).After;

    /// <summary>An instance as it is after commands.</summary>
    public static Instance After(Definition definition, Instance instance, params Command[] commands) =>
        commands.Aggregate(instance, (i, command) => WorkflowEngine.Decide(definition, i, command, By()).After);

    public static string Where(Instance instance) => string.Join(',', instance.Tokens.Select(t => t.State).Order(StringComparer.Ordinal));

    public static string Text(Instance instance) => JsonSerializer.Serialize(instance);
}
