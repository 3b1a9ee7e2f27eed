using FactoryFlow.Platform.Auth;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.Engine;

namespace FactoryFlow.Workflow.Tasks;

/// <summary>Whose a task is, and how it passes from one to another.</summary>
internal static class Assigning
{
    /// <summary>Whom a new task of a state is for. Without a word in the definition, for the roles that the ways out require.</summary>
    public static (Guid? Assignee, string[] Roles) For(Definition definition, State state, Instance instance) => state.AssignTo is { } assignment
        ? (UserOf(assignment.User, instance), [.. assignment.Roles])
        : (null, [.. definition.From(state.Id).SelectMany(way => way.RequiredRoles).Distinct()]);

    /// <summary>Whether a task is for somebody: it is theirs, they handed it on, or they have a role that it is for.</summary>
    public static bool IsFor(TaskRow task, Caller caller) =>
        task.AssigneeId == caller.Subject || task.DelegatorId == caller.Subject || task.Roles.Any(role => caller.Roles.Contains(role));

    /// <summary>Takes a task on that nobody has; who has it already keeps it.</summary>
    /// <exception cref="Platform.Errors.Refusal">TASK_NOT_OPEN, TASK_CLAIMED.</exception>
    public static TaskRow Claim(TaskRow task, Caller caller)
    {
        RequireOpen(task);
        RequireNobodyElse(task, caller);
        return task with { AssigneeId = caller.Subject };
    }

    /// <summary>Gives a task back: to whoever handed it on, else to all whom it is for.</summary>
    /// <exception cref="Platform.Errors.Refusal">TASK_NOT_OPEN, TASK_NOT_CLAIMED.</exception>
    public static TaskRow Release(TaskRow task, Caller caller)
    {
        RequireTheirs(task, caller);
        return task with { AssigneeId = task.DelegatorId, DelegatorId = null };
    }

    /// <summary>Hands a task on, and gets it back when it is released.</summary>
    /// <exception cref="Platform.Errors.Refusal">TASK_NOT_OPEN, TASK_NOT_CLAIMED.</exception>
    public static TaskRow Delegate(TaskRow task, Caller caller, Guid to)
    {
        RequireTheirs(task, caller);
        return task with { AssigneeId = to, DelegatorId = caller.Subject };
    }

    /// <summary>Gives a task to somebody, or to whoever of a role takes it on, whosever it was.</summary>
    /// <exception cref="Platform.Errors.Refusal">TASK_NOT_OPEN.</exception>
    public static TaskRow Reassign(TaskRow task, Guid? user, string[] roles)
    {
        RequireOpen(task);
        return task with { AssigneeId = user, DelegatorId = null, Roles = roles.Length > 0 ? roles : task.Roles };
    }

    /// <summary>That somebody may complete it: it is theirs, or nobody's yet.</summary>
    /// <exception cref="Platform.Errors.Refusal">TASK_NOT_OPEN, TASK_CLAIMED.</exception>
    public static void RequireCompletable(TaskRow task, Caller caller)
    {
        RequireOpen(task);
        RequireNobodyElse(task, caller);
    }

    /// <summary>The user whom an assignment names; null when it names none who is known.</summary>
    public static Guid? UserOf(string? user, Instance instance)
    {
        if (user is null) return null;
        // What an event started, nobody did.
        if (user == DefinitionReader.Starter) return instance.StartedBy == Guid.Empty ? null : instance.StartedBy;
        if (Guid.TryParseExact(user, "D", out var id)) return id;
        return instance.Context.TryGetValue(user[DefinitionReader.OfContext.Length..], out var value) && value.ValueKind == System.Text.Json.JsonValueKind.String
            && Guid.TryParseExact(value.GetString(), "D", out id) ? id : null;
    }

    private static void RequireOpen(TaskRow task)
    {
        if (!task.IsOpen) throw Reasons.TaskNotOpen.Refuse($"The task is {task.Status}.");
    }

    private static void RequireNobodyElse(TaskRow task, Caller caller)
    {
        if (task.AssigneeId is { } other && other != caller.Subject) throw Reasons.TaskClaimed.Refuse($"User {other} has taken the task on.");
    }

    private static void RequireTheirs(TaskRow task, Caller caller)
    {
        RequireOpen(task);
        if (task.AssigneeId != caller.Subject) throw Reasons.TaskNotClaimed.Refuse(task.AssigneeId is { } other ? $"User {other} has the task." : "Nobody has the task yet.");
    }
}
