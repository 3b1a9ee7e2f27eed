using System.Text.Json;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.Conditions;
using FactoryFlow.Workflow.Definitions;

namespace FactoryFlow.Workflow.Engine;

/// <summary>Of which sort an obstacle is.</summary>
internal enum ObstacleKind
{
    /// <summary>The instance is not running.</summary>
    Status,

    /// <summary>The instance does not stand where the way begins, or is not for anybody to move on from there.</summary>
    State,
    Role,
    Permission,
    Ownership,
    Condition,
    Gate,
}

/// <summary>One reason why a transition cannot be taken.</summary>
/// <param name="Kind">Of which sort it is.</param>
/// <param name="Message">What is in the way.</param>
/// <param name="Remedy">What would clear it.</param>
internal sealed record Obstacle(ObstacleKind Kind, string Message, string Remedy)
{
    /// <summary>Whether it is about who acts.</summary>
    public bool IsAboutActor => Kind is ObstacleKind.Role or ObstacleKind.Permission or ObstacleKind.Ownership;
}

/// <summary>What guards transitions: asked before one is taken, and by whoever wants to know why not.</summary>
internal sealed class Guard(Definition definition, Instance instance, Surroundings surroundings)
{
    /// <summary>Everything that keeps a transition from being taken by the actor from where its way begins.</summary>
    public IEnumerable<Obstacle> Obstacles(Transition transition) =>
        [.. OfReading(transition), .. OfActor(transition), .. OfConditions(transition), .. OfGates(transition)];

    /// <summary>That what guards a transition is understood, before it is decided.</summary>
    /// <exception cref="Refusal">UNAVAILABLE: another process, or a later version, may understand it.</exception>
    public static void Require(Transition transition)
    {
        if (!transition.IsUnderstood)
            throw CommonReasons.Unavailable.Refuse($"\"{transition.Id}\" is guarded by something that this version of the service does not understand. Try again later, or publish a corrected version.");
    }

    private static IEnumerable<Obstacle> OfReading(Transition transition) => transition.IsUnderstood
        ? []
        : [new(ObstacleKind.Condition, "is guarded by something that this version of the service does not understand", "Try again later, or publish a corrected version.")];

    private IEnumerable<Obstacle> OfActor(Transition transition)
    {
        var actor = surroundings.Actor;
        if (transition.RequiredRoles.Length > 0 && !transition.RequiredRoles.Any(role => actor?.Roles.Contains(role) == true))
        {
            var roles = string.Join(" or ", transition.RequiredRoles);
            yield return new(ObstacleKind.Role, $"needs the role {roles}", $"Ask somebody with the role {roles}.");
        }

        foreach (var permission in transition.RequiredPermissions.Where(permission => actor?.Holds(permission) != true))
            yield return new(ObstacleKind.Permission, $"needs the permission {permission}", $"Ask an administrator for {permission}, or somebody who holds it.");
        if (transition.RequiresOwnership && actor?.Subject != instance.StartedBy)
            yield return new(ObstacleKind.Ownership, "is for whoever started the instance", $"Ask user {instance.StartedBy}.");
    }

    private IEnumerable<Obstacle> OfConditions(Transition transition) => transition.Condition is { } condition
        ? Evaluation.Failings(condition, Subject()).Select(f => new Obstacle(
            ObstacleKind.Condition, f.Message, f.IsClash ? "Give it a value of the type that it is compared with." : "Send the value that is needed in the context along with the transition."))
        : [];

    private IEnumerable<Obstacle> OfGates(Transition transition)
    {
        // An instance that runs no more asks nobody.
        if (transition.Gates.IsEmpty || !instance.IsRunning) return [];
        var (answers, names) = (surroundings.Gates, string.Join(" and ", transition.Gates));
        if (definition.OrderOf(instance.Context) is not { } order)
            return [new(ObstacleKind.Gate, $"{names} ask an order, and \"{definition.OrderName}\" holds the UUID of none", $"Send the order's UUID as \"{definition.OrderName}\" in the context along with the transition.")];
        if (answers.OrderId != order) return [new(ObstacleKind.Gate, $"{names} were not asked about order {order}", "Try again: the instance has changed meanwhile.")];
        if (!answers.IsOrderKnown) return [new(ObstacleKind.Gate, $"{names} ask order {order}, and there is no such order", "Start an instance for an order that there is.")];
        return transition.Gates.SelectMany(gate => answers.Failings.TryGetValue(gate, out var failings)
            ? failings.Select(failing => new Obstacle(ObstacleKind.Gate, $"{gate}: {failing.Message}", failing.Remedy))
            : [new Obstacle(ObstacleKind.Gate, $"{gate} was not asked", "Try again: the instance has changed meanwhile.")]);
    }

    private Subject Subject()
    {
        var actor = surroundings.Actor;
        return SubjectOf(
            instance,
            actor is null
                ? JsonElement.Parse("{}")
                : JsonSerializer.SerializeToElement(new { id = actor.Subject, kind = Platform.Data.EnumText.Of(actor.Kind), email = actor.Email, name = actor.Name, roles = actor.Roles }),
            surroundings.Now) with { Matching = surroundings.Matching };
    }

    /// <summary>What conditions and templates are about.</summary>
    public static Subject SubjectOf(Instance instance, JsonElement actor, DateTimeOffset now) => new(
        instance.Context,
        JsonSerializer.SerializeToElement(new { id = instance.Id, businessKey = instance.BusinessKey, startedBy = instance.StartedBy, startTime = Instants.Write(instance.StartTime) }),
        actor,
        now);
}
