using System.Text.Json.Nodes;
using static FactoryFlow.EndToEnd.Tests.BadInput.RefusalTests;

namespace FactoryFlow.EndToEnd.Tests.BadInput;

/// <summary>What the calls on workflow definitions and instances refuse.</summary>
internal static class WorkflowRefusals
{
    public static IEnumerable<Row> Rows =>
    [
        .. Of("DefinitionService.CreateDefinition",
            ("name missing", Remove("name"), 400, "INVALID_INPUT", "name"),
            ("name too long", Set("name", new string('n', 101)), 400, "INVALID_INPUT", "name"),
            ("definition missing", Remove("yaml"), 400, "INVALID_INPUT", "definition"),
            ("definition and yaml", Set("definition", new JsonObject()), 400, "INVALID_INPUT", "yaml"),
            ("a bomb", Set("yaml", "a: &a [x, x]\nb: &b [*a, *a]"), 400, "INVALID_INPUT", "yaml"),
            ("a state of no type", c => Json(c, """{"states": [{"id": "a", "type": "start"}, {"id": "z"}], "transitions": [{"from": "a", "to": "z"}]}"""), 400, "INVALID_INPUT", "definition.states.1")),
        .. Of("DefinitionService.GetDefinition",
            ("unknown definition", Set("definitionId", Nobody), 404, "DEFINITION_NOT_FOUND", "definitionId"),
            ("unknown version", Set("version", 99), 404, "DEFINITION_NOT_FOUND", "definitionId")),
        .. Of("DefinitionService.UpdateDefinition",
            ("unknown definition", Set("definitionId", Nobody), 404, "DEFINITION_NOT_FOUND", "definitionId"),
            ("decided on an older state", Set("etag", "0"), 409, "ETAG_MISMATCH", "etag"),
            ("definition missing", Remove("yaml"), 400, "INVALID_INPUT", "definition")),
        .. Of("DefinitionService.PublishDefinition",
            ("unknown definition", Set("definitionId", Nobody), 404, "DEFINITION_NOT_FOUND", "definitionId")),
        .. Of("DefinitionService.ArchiveDefinition", ("unknown definition", Set("definitionId", Nobody), 404, "DEFINITION_NOT_FOUND", "definitionId")),
        .. Of("DefinitionService.PreviewDefinition", ("unknown definition", Set("definitionId", Nobody), 404, "DEFINITION_NOT_FOUND", "definitionId")),
        .. Of("InstanceService.StartInstance",
            ("definition missing", Remove("definition"), 400, "INVALID_INPUT", "definition"),
            ("unknown definition", Set("definition", "nothing"), 404, "DEFINITION_NOT_FOUND", "definition"),
            ("what is not declared", Set("context", new JsonObject { ["colour"] = "red" }), 400, "INVALID_INPUT", "context.colour"),
            ("what is of another type", Set("context", new JsonObject { ["done"] = "yes" }), 400, "INVALID_INPUT", "context.done")),
        .. Of("InstanceService.GetInstance", ("unknown instance", Set("instanceId", Nobody), 404, "INSTANCE_NOT_FOUND", "instanceId")),
        .. Of("InstanceService.ListInstances", ("unknown definition", Set("definitionId", Nobody), 404, "DEFINITION_NOT_FOUND", "definitionId")),
        .. Of("InstanceService.TakeTransition",
            ("unknown instance", Set("instanceId", Nobody), 404, "INSTANCE_NOT_FOUND", "instanceId"),
            ("no transition", Remove("transition"), 400, "INVALID_INPUT", "transition"),
            ("a state besides", Set("toState", "resting"), 400, "INVALID_INPUT", "transition"),
            ("unknown transition", Set("transition", "jump"), 400, "TRANSITION_NOT_FOUND", "transition"),
            ("a transition of elsewhere", Set("transition", "finish"), 409, "TRANSITION_NOT_AVAILABLE", null),
            ("decided on an older state", Set("etag", "0"), 409, "ETAG_MISMATCH", "etag")),
        .. Of("InstanceService.SignalInstance",
            ("unknown instance", Set("instanceId", Nobody), 404, "INSTANCE_NOT_FOUND", "instanceId"),
            ("a signal that nothing waits for", Set("name", "stop"), 409, "SIGNAL_NOT_AWAITED", "name")),
        .. Of("InstanceService.CancelInstance", ("unknown instance", Set("instanceId", Nobody), 404, "INSTANCE_NOT_FOUND", "instanceId")),
        .. Of("SlaService.ListSlaViolations",
            ("unknown definition", Set("definitionId", Nobody), 404, "DEFINITION_NOT_FOUND", "definitionId"),
            ("unknown instance", Set("instanceId", Nobody), 404, "INSTANCE_NOT_FOUND", "instanceId")),
        .. Of("TaskService.ListTasks", ("unknown instance", Set("instanceId", Nobody), 404, "INSTANCE_NOT_FOUND", "instanceId")),
        .. Of("TaskService.GetTask", ("unknown task", Set("taskId", Nobody), 404, "TASK_NOT_FOUND", "taskId")),
        .. Of("TaskService.ClaimTask", ("unknown task", Set("taskId", Nobody), 404, "TASK_NOT_FOUND", "taskId")),
        .. Of("TaskService.ReleaseTask", ("unknown task", Set("taskId", Nobody), 404, "TASK_NOT_FOUND", "taskId")),
        .. Of("TaskService.DelegateTask",
            ("unknown task", Set("taskId", Nobody), 404, "TASK_NOT_FOUND", "taskId"),
            ("nobody", Set("userId", ""), 400, "INVALID_INPUT", "userId")),
        .. Of("TaskService.ReassignTask",
            ("unknown task", Set("taskId", Nobody), 404, "TASK_NOT_FOUND", "taskId"),
            ("nobody", c => { c.Remove("userId"); c.Remove("role"); }, 400, "INVALID_INPUT", "userId")),
        .. Of("TaskService.CompleteTask",
            ("unknown task", Set("taskId", Nobody), 404, "TASK_NOT_FOUND", "taskId"),
            ("a transition of elsewhere", Set("transition", "finish"), 400, "INVALID_INPUT", "transition"),
            ("no data", Remove("data"), 400, "INVALID_INPUT", "data.done"),
            ("data of another type", Set("data", new JsonObject { ["done"] = "yes" }), 400, "INVALID_INPUT", "data.done")),
    ];

    private static void Json(JsonObject call, string definition)
    {
        call.Remove("yaml");
        call["definition"] = JsonNode.Parse(definition);
    }
}
