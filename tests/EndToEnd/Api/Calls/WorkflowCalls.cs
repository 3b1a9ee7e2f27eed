namespace FactoryFlow.EndToEnd.Tests.Api.Calls;

/// <summary>The smallest fine calls of workflow's RPCs.</summary>
internal static class WorkflowCalls
{
    public static readonly Dictionary<string, Func<Ground, object>> Table = new()
    {
        ["DefinitionService.CreateDefinition"] = g => new { name = g.Factory.Next("m"), yaml = Flow.Yaml },
        ["DefinitionService.GetDefinition"] = g => new { definitionId = g.Flow.Active, version = 1 },
        ["DefinitionService.ListDefinitions"] = _ => new { pageSize = 2, status = "ACTIVE" },
        ["DefinitionService.UpdateDefinition"] = g => new { definitionId = g.Flow.Active, yaml = Flow.Yaml, etag = "", name = g.Factory.Next("m") },
        ["DefinitionService.PublishDefinition"] = g => new { definitionId = g.Flow.Draft },
        ["DefinitionService.ArchiveDefinition"] = g => new { definitionId = g.Flow.Archivable },
        ["DefinitionService.PreviewDefinition"] = g => new { definitionId = g.Flow.Active },
        ["DefinitionService.GetDefinitionSchema"] = _ => new { },
        ["InstanceService.StartInstance"] = g => new { definition = g.Flow.Active, businessKey = g.Factory.Next("M"), validateOnly = false },
        ["InstanceService.GetInstance"] = g => new { instanceId = g.Flow.Instance },
        ["InstanceService.ListInstances"] = g => new { pageSize = 2, definitionId = g.Flow.Active, status = "RUNNING", state = "resting", businessKey = "" },
        ["InstanceService.ListTransitions"] = g => new { instanceId = g.Flow.Instance },
        ["InstanceService.TakeTransition"] = g => new { instanceId = g.Flow.Instance, transition = "again", reason = "Once more.", transitionKey = g.Factory.Next("M"), etag = "", validateOnly = false },
        ["InstanceService.ListHistory"] = g => new { instanceId = g.Flow.Instance, pageSize = 2 },
        ["InstanceService.SignalInstance"] = g => new { instanceId = g.Flow.Waiting, name = "go", validateOnly = false },
        ["InstanceService.CancelInstance"] = g => new { instanceId = g.Flow.Waiting, reason = "Enough.", validateOnly = false },
        ["SlaService.ListSlaViolations"] = g => new { pageSize = 2, definitionId = g.Flow.Active, instanceId = g.Flow.Late, state = "loitering", isOpen = true },
        ["TaskService.ListTasks"] = g => new { pageSize = 2, status = "OPEN", mine = false, assigneeId = g.Owner, role = "admin", instanceId = g.Flow.Instance, state = "checking", dueBefore = "2100-01-01T00:00:00Z" },
        ["TaskService.GetTask"] = g => new { taskId = g.Flow.Task },
        ["TaskService.ClaimTask"] = g => new { taskId = g.Flow.OpenTask },
        ["TaskService.ReleaseTask"] = g => new { taskId = g.Flow.Task },
        ["TaskService.DelegateTask"] = g => new { taskId = g.Flow.Task, userId = g.User },
        ["TaskService.ReassignTask"] = g => new { taskId = g.Flow.Task, userId = g.User, role = "supervisor" },
        ["TaskService.CompleteTask"] = g => new { taskId = g.Flow.Task, transition = "checked", data = new { done = true }, reason = "It is right.", validateOnly = false },
        ["ActivityService.ListActivities"] = g => new { instanceId = g.Doings.Suspended, pageSize = 1 },
        ["ActivityService.RetryActivity"] = g => new { instanceId = g.Doings.Suspended, number = 2 },
        ["ActivityService.SkipActivity"] = g => new { instanceId = g.Doings.Skippable, number = 2, reason = "Done by phone." },
        ["TriggerService.ListTriggerRuns"] = g => new { definitionId = g.Listening, pageSize = 1, trigger = "taken", outcome = "STARTED" },
        ["MigrationService.PreviewMigration"] = g => new { definitionId = g.Moves.Definition, version = 2, fromVersion = 1 },
        ["MigrationService.CreateMigration"] = g => new
        {
            definitionId = g.Moves.Definition, version = 2, fromVersions = new[] { 1 }, mapping = new { b = "c" }, states = new[] { "a" }, instanceIds = new[] { g.Moves.Instance }, validateOnly = false,
        },
        ["MigrationService.GetMigration"] = g => new { migrationId = g.Moves.Done },
        ["MigrationService.ListMigrations"] = g => new { pageSize = 2, definitionId = g.Moves.Definition },
        ["MigrationService.ListMigrationResults"] = g => new { migrationId = g.Moves.Done, pageSize = 2, outcome = "MIGRATED" },
        ["MigrationService.CancelMigration"] = g => new { migrationId = g.Moves.Waiting },
        ["CredentialService.CreateCredential"] = g => new { name = g.Factory.Next("M"), apiKey = Ground.AnyKey },
        ["CredentialService.GetCredential"] = g => new { credentialId = g.Credentials.Used },
        ["CredentialService.ListCredentials"] = _ => new { pageSize = 2 },
        ["CredentialService.DeleteCredential"] = g => new { credentialId = g.Credentials.Spare },
        ["EventService.ListEvents"] = _ => new { pageSize = 200 },
        ["EventService.WatchEvents"] = _ => new { durationSeconds = 1 },
        ["WebhookService.CreateWebhook"] = g => new { url = "https://shop.example.com/hooks", description = g.Factory.Next("M"), events = new[] { "webhook.*" } },
        ["WebhookService.GetWebhook"] = g => new { webhookId = g.Hooks.Used },
        ["WebhookService.ListWebhooks"] = _ => new { pageSize = 2 },
        ["WebhookService.UpdateWebhook"] = g => new
        {
            webhookId = g.Hooks.Used, url = g.Hooks.Url, description = "Renamed", events = new[] { "webhook.disabled" }, status = "ENABLED", etag = "",
            updateMask = "url,description,events,status",
        },
        ["WebhookService.DeleteWebhook"] = g => new { webhookId = g.Hooks.Spare },
        ["WebhookService.RotateWebhookSecret"] = g => new { webhookId = g.Hooks.Used, overlapHours = 1 },
        ["WebhookService.TestWebhook"] = g => new { webhookId = g.Hooks.Used },
        ["WebhookService.ListWebhookDeliveries"] = g => new { webhookId = g.Hooks.Used, pageSize = 2, status = "DELIVERED" },
        ["WebhookService.RedeliverWebhookDelivery"] = g => new { webhookId = g.Hooks.Used, deliveryId = g.Hooks.Delivery },
    };
}
