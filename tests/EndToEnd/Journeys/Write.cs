using System.Text.Json.Nodes;
using FactoryFlow.EndToEnd.Tests.Api;

namespace FactoryFlow.EndToEnd.Tests.Journeys;

/// <summary>One write that a test repeats: the call, another call that must not pass under the same key, and what it leaves behind.</summary>
/// <param name="Client">Who calls.</param>
/// <param name="Fields">The call.</param>
/// <param name="Other">The same RPC with something else in it; null where there is nothing in it, or all of it is secret and so not kept to be compared.</param>
/// <param name="Effects">Statements that each count what the call must leave one more of, by service.</param>
internal sealed record Write(Client Client, JsonObject Fields, JsonObject? Other, params (string Service, string Count)[] Effects)
{
    /// <summary>Every RPC that honours an idempotency key. One that is missing here fails a test.</summary>
    public static Dictionary<string, Func<Ground, Write>> Table { get; } = new()
    {
        ["SessionService.RevokeSession"] = g => Of(g, "SessionService.RevokeSession", g.Factory.Admin, call => call["sessionId"] = Guid.NewGuid().ToString(),
            _ => [Audited(g, "session.revoked", g.Owner, "identity")]),
        ["SessionService.RevokeAllSessions"] = g => Of(g, "SessionService.RevokeAllSessions", g.Factory.Admin, call => call["userId"] = Guid.NewGuid().ToString(),
            _ => [Audited(g, "session.revoked", g.Owner, "identity")]),
        ["KeyService.RotateSigningKeys"] = g => Of(g, "KeyService.RotateSigningKeys", g.Factory.System.Platform, change: null, _ => []),
        ["KeyService.WithdrawSigningKey"] = g => Of(g, "KeyService.WithdrawSigningKey", g.Factory.System.Platform, call => call["kid"] = "another",
            _ => [("identity", $"select count(*) from audit_entries where action = 'signing_key.withdrawn' and changes->'before'->>'kid' = '{g.SpareKey}'")]),
        ["PasswordService.ChangePassword"] = g => Of(g, "PasswordService.ChangePassword", g.Factory.Admin, change: null, _ => [Audited(g, "user.password_changed", g.Owner, "identity")]),
        ["MeService.UpdateMe"] = g => Of(g, "MeService.UpdateMe", g.Factory.Admin, call => call["language"] = "fr", _ => [Audited(g, "user.updated", g.Owner, "identity")]),
        ["PlanService.CreatePlan"] = g => Of(g, "PlanService.CreatePlan", g.Factory.System.Platform, call => call["name"] = "Another",
            call => [("tenancy", $"select count(*) from plans where slug = '{call["slug"]}'")]),
        ["TenantService.CreateTenant"] = g => Of(g, "TenantService.CreateTenant", g.Factory.System.Platform, call => call["name"] = "Another",
            call =>
            [
                ("tenancy", $"select count(*) from tenants where slug = '{call["slug"]}' and status = 'ACTIVE'"),
                ("identity", $"select count(*) from users u join tenants t using (tenant_id) where t.slug = '{call["slug"]}'"),
            ]),
        ["PlanService.UpdatePlan"] = g => Of(g, "PlanService.UpdatePlan", g.Factory.System.Platform, call => call["name"] = "Another", _ => [Administered("plan.updated", g.Factory.PlanId)]),
        ["PlanService.DeletePlan"] = g => Of(g, "PlanService.DeletePlan", g.Factory.System.Platform, call => call["plan"] = g.Factory.PlanId, _ => [Administered("plan.deleted", g.SparePlan)]),
        ["TenantAdministrationService.UpdateTenant"] = g => OfTenant(g, "UpdateTenant", "tenant.updated", call => call["name"] = "Another"),
        ["TenantAdministrationService.SuspendTenant"] = g => OfTenant(g, "SuspendTenant", "tenant.suspended", call => call["reason"] = "Another"),
        ["TenantAdministrationService.ReactivateTenant"] = g => Of(g, "TenantAdministrationService.ReactivateTenant", g.Factory.System.Platform, call => call["etag"] = "1", _ => [Administered("tenant.reactivated", g.Suspended)]),
        ["TenantAdministrationService.DeleteTenant"] = g => OfTenant(g, "DeleteTenant", "tenant.closed", call => call["etag"] = "1"),
        ["TenantAdministrationService.SetCorsOrigins"] = g => OfTenant(g, "SetCorsOrigins", "tenant.cors_origins_set", call => call["origins"] = new JsonArray()),
        ["TenantAdministrationService.SetFeatureFlags"] = g => OfTenant(g, "SetFeatureFlags", "tenant.feature_flags_set", call => call["flags"] = new JsonObject()),
        ["TenantAdministrationService.ChangePlan"] = g => OfTenant(g, "ChangePlan", "tenant.plan_changed", call => call["plan"] = g.Factory.PlanId),
        ["TenantClockService.AdvanceTenantClock"] = g => OfSandbox(g, call => call["toTime"] = "2026-01-31T08:30:00Z"),
        ["TenantService.RetryDomain"] = g => Of(g, "TenantService.RetryDomain", g.Factory.System.Platform, call => call["tenantId"] = Guid.NewGuid().ToString(),
            _ => [("tenancy", $"select count(*) from audit_entries where action = 'tenant.domain_retried' and entity_id = '{g.Factory.TenantId}'")]),
        ["OperationsService.RetryUndeliverableFact"] = g => OfOperator(g, "RetryUndeliverableFact", "undeliverable_fact.retried", g.SetAside.Failed, call => call["factId"] = g.SetAside.Spare),
        ["OperationsService.DiscardUndeliverableFact"] = g => OfOperator(g, "DiscardUndeliverableFact", "undeliverable_fact.discarded", g.SetAside.Spare, call => call["reason"] = "Another."),
        ["OperationsService.ReemitFacts"] = g => Of(g, "OperationsService.ReemitFacts", g.Factory.System.Platform, call => call["service"] = "identity", _ => []),
        ["TenantConfigService.UpsertTenantConfig"] = g => Of(g, "TenantConfigService.UpsertTenantConfig", g.Factory.Admin, call => call["sizeRange"] = new JsonArray("40"),
            _ => [("tenancy", $"select count(*) from tenant_configs where tenant_id = '{g.Factory.TenantId}'")]),
        ["UserService.CreateUser"] = g => Of(g, "UserService.CreateUser", g.Factory.Admin, call => call["name"] = "Another",
            _ => [("identity", $"select count(*) from users where tenant_id = '{g.Factory.TenantId}'")]),
        ["UserService.UpdateUser"] = g => Of(g, "UserService.UpdateUser", g.Factory.Admin, call => call["name"] = "Another",
            _ => [Audited(g, "user.updated", g.User, "identity")]),
        ["UserService.DeleteUser"] = g => Of(g, "UserService.DeleteUser", g.Factory.Admin, call => call["userId"] = g.User,
            _ => [Audited(g, "user.deleted", g.Spare.User, "identity")]),
        ["UserService.UnlockUser"] = g => Of(g, "UserService.UnlockUser", g.Factory.Admin, call => call["userId"] = g.Spare.User, _ => []),
        ["UserService.SetUserGrants"] = g => Of(g, "UserService.SetUserGrants", g.Factory.Admin, call => call["denials"] = new JsonArray(),
            _ => [Audited(g, "user.updated", g.User, "identity")]),
        ["RoleService.CreateRole"] = g => Of(g, "RoleService.CreateRole", g.Factory.Admin, call => call["name"] = "Another",
            call => [("identity", $"select count(*) from roles where tenant_id = '{g.Factory.TenantId}' and name = '{call["name"]}'")]),
        ["RoleService.UpdateRole"] = g => Of(g, "RoleService.UpdateRole", g.Factory.Admin, call => call["name"] = "Another",
            _ => [Audited(g, "role.updated", g.Role, "identity")]),
        ["RoleService.DeleteRole"] = g => Of(g, "RoleService.DeleteRole", g.Factory.Admin, call => call["roleId"] = g.Role,
            _ => [Audited(g, "role.deleted", g.Spare.Role, "identity")]),
        ["InvitationService.CreateInvitation"] = g => Of(g, "InvitationService.CreateInvitation", g.Factory.Admin, call => call["name"] = "Another",
            _ => [("identity", $"select count(*) from invitations where tenant_id = '{g.Factory.TenantId}'")]),
        ["InvitationService.ResendInvitation"] = g => Of(g, "InvitationService.ResendInvitation", g.Factory.Admin, call => call["invitationId"] = g.Invitations.Spare,
            _ => [Audited(g, "invitation.resent", g.Invitations.Pending, "identity")]),
        ["InvitationService.RevokeInvitation"] = g => Of(g, "InvitationService.RevokeInvitation", g.Factory.Admin, call => call["invitationId"] = g.Invitations.Pending,
            _ => [Audited(g, "invitation.revoked", g.Invitations.Spare, "identity")]),
        ["ApiKeyService.CreateApiKey"] = g => Of(g, "ApiKeyService.CreateApiKey", g.Factory.Admin, call => call["name"] = "Another",
            call => [("identity", $"select count(*) from api_keys where tenant_id = '{g.Factory.TenantId}' and name = '{call["name"]}'")]),
        ["ApiKeyService.UpdateApiKey"] = g => Of(g, "ApiKeyService.UpdateApiKey", g.Factory.Admin, call => call["name"] = "Another",
            _ => [Audited(g, "api_key.updated", g.ApiKeys.Used, "identity")]),
        ["ApiKeyService.RevokeApiKey"] = g => Of(g, "ApiKeyService.RevokeApiKey", g.Factory.Admin, call => call["apiKeyId"] = g.ApiKeys.Used,
            _ => [Audited(g, "api_key.revoked", g.ApiKeys.Spare, "identity")]),
        ["FactoryAccessService.SetFactoryAccess"] = g => Of(g, "FactoryAccessService.SetFactoryAccess", g.Factory.Admin, call => call["accessLevel"] = "ADMIN",
            _ => [("identity", $"select count(*) from audit_entries where tenant_id = '{g.Factory.TenantId}' and action = 'factory_access.set'")]),
        ["FactoryAccessService.RemoveFactoryAccess"] = g => Of(g, "FactoryAccessService.RemoveFactoryAccess", g.Factory.Admin, call => call["factoryId"] = g.Spare.Place,
            _ => [Audited(g, "factory_access.removed", g.User, "identity")]),
        ["FactoryService.CreateFactory"] = g => Of(g, "FactoryService.CreateFactory", g.Factory.Admin, call => call["name"] = "Another",
            _ => [("tenancy", $"select count(*) from factories where tenant_id = '{g.Factory.TenantId}'")]),
        ["FactoryService.UpdateFactory"] = g => Of(g, "FactoryService.UpdateFactory", g.Factory.Admin, call => call["name"] = "Another",
            _ => [Audited(g, "factory.updated", g.Place, "tenancy")]),
        ["FactoryService.DeleteFactory"] = g => Of(g, "FactoryService.DeleteFactory", g.Factory.Admin, call => call["factoryId"] = g.Place,
            _ => [Audited(g, "factory.deleted", g.Spare.Place, "tenancy")]),
        ["DefinitionService.CreateDefinition"] = g => Of(g, "DefinitionService.CreateDefinition", g.Factory.Admin, call => call["name"] = "another",
            _ => [("workflow", $"select count(*) from definitions where tenant_id = '{g.Factory.TenantId}'")]),
        ["DefinitionService.UpdateDefinition"] = g => Of(g, "DefinitionService.UpdateDefinition", g.Factory.Admin, call => call["name"] = "another",
            _ => [("workflow", $"select count(*) from definition_versions where tenant_id = '{g.Factory.TenantId}' and definition_id = '{g.Flow.Active}'")]),
        ["DefinitionService.PublishDefinition"] = g => Of(g, "DefinitionService.PublishDefinition", g.Factory.Admin, call => call["definitionId"] = g.Flow.Active,
            _ => [Audited(g, "workflow_definition.published", g.Flow.Draft, "workflow")]),
        ["DefinitionService.ArchiveDefinition"] = g => Of(g, "DefinitionService.ArchiveDefinition", g.Factory.Admin, call => call["definitionId"] = g.Flow.Active,
            _ => [Audited(g, "workflow_definition.archived", g.Flow.Archivable, "workflow")]),
        ["InstanceService.StartInstance"] = g => Of(g, "InstanceService.StartInstance", g.Factory.Admin, call => call["businessKey"] = "another",
            _ => [("workflow", $"select count(*) from instances where tenant_id = '{g.Factory.TenantId}'")]),
        ["InstanceService.TakeTransition"] = g => Of(g, "InstanceService.TakeTransition", g.Factory.Admin, call => call["reason"] = "Another.",
            _ => [("workflow", $"select count(*) from history where tenant_id = '{g.Factory.TenantId}' and instance_id = '{g.Flow.Instance}' and transition = 'again'")]),
        ["InstanceService.SignalInstance"] = g => Of(g, "InstanceService.SignalInstance", g.Factory.Admin, call => call["name"] = "stop",
            _ => [Audited(g, "workflow_instance.signalled", g.Flow.Waiting, "workflow")]),
        ["InstanceService.CancelInstance"] = g => Of(g, "InstanceService.CancelInstance", g.Factory.Admin, call => call["reason"] = "Another.",
            _ => [Audited(g, "workflow_instance.cancelled", g.Flow.Waiting, "workflow")]),
        ["TaskService.ClaimTask"] = g => Of(g, "TaskService.ClaimTask", g.Factory.Admin, call => call["taskId"] = g.Flow.Task,
            _ => [Audited(g, "workflow_task.claimed", g.Flow.OpenTask, "workflow")]),
        ["TaskService.ReleaseTask"] = g => Of(g, "TaskService.ReleaseTask", g.Factory.Admin, call => call["taskId"] = g.Flow.OpenTask,
            _ => [Audited(g, "workflow_task.released", g.Flow.Task, "workflow")]),
        ["TaskService.DelegateTask"] = g => Of(g, "TaskService.DelegateTask", g.Factory.Admin, call => call["userId"] = g.Spare.User,
            _ => [Audited(g, "workflow_task.delegated", g.Flow.Task, "workflow")]),
        ["TaskService.ReassignTask"] = g => Of(g, "TaskService.ReassignTask", g.Factory.Admin, call => call["role"] = "worker",
            _ => [Audited(g, "workflow_task.reassigned", g.Flow.Task, "workflow")]),
        ["TaskService.CompleteTask"] = g => Of(g, "TaskService.CompleteTask", g.Factory.Admin, call => call["reason"] = "Another.",
            _ => [Audited(g, "workflow_task.completed", g.Flow.Task, "workflow")]),
        ["MigrationService.CreateMigration"] = g => Of(g, "MigrationService.CreateMigration", g.Factory.Admin, call => call["states"] = new JsonArray("b"),
            _ => [("workflow", $"select count(*) from migrations where tenant_id = '{g.Factory.TenantId}'")]),
        ["MigrationService.CancelMigration"] = g => Of(g, "MigrationService.CancelMigration", g.Factory.Admin, call => call["migrationId"] = g.Moves.Done,
            _ => [Audited(g, "workflow_migration.cancelled", g.Moves.Waiting, "workflow")]),
        ["ActivityService.RetryActivity"] = g => Of(g, "ActivityService.RetryActivity", g.Factory.Admin, call => call["number"] = 1,
            _ => [Audited(g, "workflow_instance.activity_retried", g.Doings.Suspended, "workflow")]),
        ["ActivityService.SkipActivity"] = g => Of(g, "ActivityService.SkipActivity", g.Factory.Admin, call => call["reason"] = "Another.",
            _ => [Audited(g, "workflow_instance.activity_skipped", g.Doings.Skippable, "workflow")]),
        ["CredentialService.CreateCredential"] = g => Of(g, "CredentialService.CreateCredential", g.Factory.Admin, call => call["name"] = g.Factory.Next("other"),
            _ => [("workflow", $"select count(*) from credentials where tenant_id = '{g.Factory.TenantId}'")]),
        ["CredentialService.DeleteCredential"] = g => Of(g, "CredentialService.DeleteCredential", g.Factory.Admin, call => call["credentialId"] = g.Credentials.Used,
            _ => [Audited(g, "credential.deleted", g.Credentials.Spare, "workflow")]),
        ["WebhookService.CreateWebhook"] = g => Of(g, "WebhookService.CreateWebhook", g.Factory.Admin, call => call["description"] = "Another",
            _ => [("workflow", $"select count(*) from webhooks where tenant_id = '{g.Factory.TenantId}'")]),
        ["WebhookService.UpdateWebhook"] = g => OfWebhook(g, "UpdateWebhook", "webhook.updated", g.Hooks.Used, call => call["description"] = "Another"),
        ["WebhookService.DeleteWebhook"] = g => OfWebhook(g, "DeleteWebhook", "webhook.deleted", g.Hooks.Spare, call => call["webhookId"] = g.Hooks.Used),
        ["WebhookService.RotateWebhookSecret"] = g => OfWebhook(g, "RotateWebhookSecret", "webhook.secret_rotated", g.Hooks.Used, call => call["overlapHours"] = 2),
        ["WebhookService.TestWebhook"] = g => OfWebhook(g, "TestWebhook", "webhook.tested", g.Hooks.Used, call => call["webhookId"] = g.Hooks.Spare),
        ["WebhookService.RedeliverWebhookDelivery"] = g => OfWebhook(g, "RedeliverWebhookDelivery", "webhook.redelivered", g.Hooks.Used, call => call["webhookId"] = g.Hooks.Spare),
        ["WorkerService.CreateWorker"] = g => Of(g, "WorkerService.CreateWorker", g.Factory.Admin, call => call["name"] = "Another",
            _ => [("production", $"select count(*) from workers where tenant_id = '{g.Factory.TenantId}'")]),
        ["WorkerService.UpdateWorker"] = g => Of(g, "WorkerService.UpdateWorker", g.Factory.Admin, call => call["name"] = "Another",
            _ => [Audited(g, "worker.updated", g.Worker)]),
        ["WorkerService.DeleteWorker"] = g => Of(g, "WorkerService.DeleteWorker", g.Factory.Admin, call => call["workerId"] = g.Worker,
            _ => [Audited(g, "worker.deleted", g.SpareWorker)]),
        ["ArticleService.CreateArticle"] = g => Of(g, "ArticleService.CreateArticle", g.Factory.Admin, call => call["name"] = "Another",
            _ => [("production", $"select count(*) from articles where tenant_id = '{g.Factory.TenantId}'")]),
        ["ArticleService.UpdateArticle"] = g => Of(g, "ArticleService.UpdateArticle", g.Factory.Admin, call => call["name"] = "Another",
            _ => [Audited(g, "article.updated", g.Article)]),
        ["ArticleService.DeleteArticle"] = g => Of(g, "ArticleService.DeleteArticle", g.Factory.Admin, call => call["articleId"] = g.Article,
            _ => [Audited(g, "article.deleted", g.SpareArticle)]),
        ["RateService.CreateRate"] = g => Of(g, "RateService.CreateRate", g.Factory.Admin, call => call["amount"] = "2",
            _ => [("production", $"select count(*) from rates where tenant_id = '{g.Factory.TenantId}'")]),
        ["JobService.CreateJob"] = g => Of(g, "JobService.CreateJob", g.Factory.Admin, call => call["quantities"] = new JsonObject { ["39"] = 2 },
            _ => [("production", $"select count(*) from jobs where tenant_id = '{g.Factory.TenantId}'")]),
        ["ServiceCategoryService.CreateServiceCategory"] = g => Of(g, "ServiceCategoryService.CreateServiceCategory", g.Factory.Admin, call => call["name"] = "Another",
            _ => [("production", $"select count(*) from service_categories where tenant_id = '{g.Factory.TenantId}'")]),
        ["ServiceCategoryService.UpdateServiceCategory"] = g => Of(g, "ServiceCategoryService.UpdateServiceCategory", g.Factory.Admin, call => call["name"] = "Another",
            _ => [Audited(g, "service_category.updated", g.Orders.Category)]),
        ["ServiceCategoryService.DeleteServiceCategory"] = g => Of(g, "ServiceCategoryService.DeleteServiceCategory", g.Factory.Admin, call => call["categoryId"] = g.Orders.Category,
            _ => [Audited(g, "service_category.deleted", g.Orders.SpareCategory)]),
        ["OrderFlowService.UpdateOrderFlowConfig"] = g => Of(g, "OrderFlowService.UpdateOrderFlowConfig", g.Factory.Admin, call => call["isActive"] = false,
            _ => [("production", $"select count(*) from order_flows where tenant_id = '{g.Factory.TenantId}'")]),
        ["OrderService.CreateOrder"] = g => Of(g, "OrderService.CreateOrder", g.Factory.Admin, call => call["notes"] = "Another.",
            _ => [("production", $"select count(*) from orders where tenant_id = '{g.Factory.TenantId}'")]),
        ["OrderService.UpdateOrder"] = g => Of(g, "OrderService.UpdateOrder", g.Factory.Admin, call => call["notes"] = "Another.",
            _ => [Audited(g, "order.updated", g.Orders.Used)]),
        ["OrderService.DeleteOrder"] = g => Of(g, "OrderService.DeleteOrder", g.Factory.Admin, call => call["orderId"] = g.Orders.Used,
            _ => [Audited(g, "order.deleted", g.Orders.Spare)]),
        ["OrderService.TransitionOrder"] = g => Of(g, "OrderService.TransitionOrder", g.Factory.Admin, call => call["notes"] = "Another.",
            _ => [Audited(g, "order.transitioned", g.Orders.Used), ("production", $"select count(*) from order_history where tenant_id = '{g.Factory.TenantId}' and order_id = '{g.Orders.Used}'")]),
        ["JobService.DeleteJob"] = g => Of(g, "JobService.DeleteJob", g.Factory.Admin, call => call["jobId"] = g.Pending.Id,
            _ => [Audited(g, "job.deleted", g.SpareJob)]),
        ["JobService.UpdateJob"] = g => Of(g, "JobService.UpdateJob", g.Factory.Admin, call => call["goodQuantity"] = 2,
            _ => [Audited(g, "job_step.completed", g.Started.Step("Cutting")), ("ledger", $"select count(*) from entries where tenant_id = '{g.Factory.TenantId}' and details->>'stepId' = '{g.Started.Step("Cutting")}'")]),
        ["ScanService.BatchRecordScans"] = g => Of(g, "ScanService.BatchRecordScans", g.Factory.Admin, call => call["scans"]![0]!["goodQuantity"] = 2,
            _ => [("production", $"select count(*) from scans where tenant_id = '{g.Factory.TenantId}'"), ("ledger", $"select count(*) from entries where tenant_id = '{g.Factory.TenantId}' and details->>'stepId' = '{g.Started.Step("Cutting")}'")]),
        ["JobService.AssignJobStep"] = g => Of(g, "JobService.AssignJobStep", g.Factory.Admin, call => call["stepId"] = g.Pending.Step("Packing"),
            _ => [Audited(g, "job_step.assigned", g.Pending.Step("Sewing"))]),
        ["JobService.StartJobStep"] = g => Of(g, "JobService.StartJobStep", g.Factory.Admin, call => call["stepId"] = g.Pending.Step("Sewing"),
            _ => [Audited(g, "job_step.started", g.Pending.Step("Cutting"))]),
        ["JobService.CompleteJobStep"] = g => Of(g, "JobService.CompleteJobStep", g.Factory.Admin, call => call["goodQuantity"] = 2,
            _ => [Audited(g, "job_step.completed", g.Started.Step("Cutting")), ("ledger", $"select count(*) from entries where tenant_id = '{g.Factory.TenantId}' and details->>'stepId' = '{g.Started.Step("Cutting")}'")]),
        ["StepReportService.ReportJobStep"] = g => Of(g, "StepReportService.ReportJobStep", g.Factory.Admin, call => call["goodQuantity"] = 2,
            _ => [("production", $"select count(*) from step_reports where tenant_id = '{g.Factory.TenantId}' and kind = 'PROGRESS'"), ("ledger", $"select count(*) from entries where tenant_id = '{g.Factory.TenantId}' and details->>'stepId' = '{g.Started.Step("Cutting")}'")]),
        ["StepReportService.ReopenJobStep"] = g => Of(g, "StepReportService.ReopenJobStep", g.Factory.Admin, call => call["reason"] = "Another.",
            _ => [Audited(g, "job_step.reopened", g.Completed.Step("Cutting")), ("ledger", $"select count(*) from entries where tenant_id = '{g.Factory.TenantId}' and source like 'reversal:%'")]),
        ["StepReportService.ReworkJobStep"] = g => Of(g, "StepReportService.ReworkJobStep", g.Factory.Admin, call => call["quantity"] = 2,
            _ => [Audited(g, "job_step.rework_ordered", g.Started.Step("Cutting"))]),
        ["PaymentService.CreatePayment"] = g => Of(g, "PaymentService.CreatePayment", g.Factory.Admin, call => call["amount"] = "2",
            _ => [("ledger", $"select count(*) from payments where tenant_id = '{g.Factory.TenantId}'")]),
        ["PaymentService.ReversePayment"] = g => Of(g, "PaymentService.ReversePayment", g.Factory.Admin, call => call["reason"] = "Another.",
            _ => [Audited(g, "payment.reversed", g.Payment, "ledger"), ("ledger", $"select count(*) from entries where tenant_id = '{g.Factory.TenantId}' and type = 'PAYMENT_REVERSAL'")]),
        ["ExchangeRateService.CreateExchangeRate"] = g => Of(g, "ExchangeRateService.CreateExchangeRate", g.Factory.Admin, call => call["rate"] = "0.92",
            _ => [("ledger", $"select count(*) from exchange_rates where tenant_id = '{g.Factory.TenantId}'")]),
        ["EntryService.CreateEntry"] = g => Of(g, "EntryService.CreateEntry", g.Factory.Admin, call => call["amount"] = "2",
            _ => [("ledger", $"select count(*) from entries where tenant_id = '{g.Factory.TenantId}' and type = 'BONUS'")]),
        ["EntryService.ReverseEntry"] = g => Of(g, "EntryService.ReverseEntry", g.Factory.Admin, call => call["reason"] = "Another.",
            _ => [Audited(g, "ledger_entry.reversed", g.Entry, "ledger"), ("ledger", $"select count(*) from entries where tenant_id = '{g.Factory.TenantId}' and type = 'BONUS_REVERSAL'")]),
        ["PeriodService.ClosePeriod"] = g => Of(g, "PeriodService.ClosePeriod", g.Factory.Admin, call => call["period"] = Ground.ClosedPeriod,
            _ => [("ledger", $"select count(*) from period_seals where tenant_id = '{g.Factory.TenantId}'")]),
        ["PeriodService.ReopenPeriod"] = g => Of(g, "PeriodService.ReopenPeriod", g.Factory.Admin, call => call["reason"] = "Another.",
            _ => [("ledger", $"select count(*) from audit_entries where tenant_id = '{g.Factory.TenantId}' and action = 'period.reopening_requested'")]),
        ["PeriodService.ApprovePeriodReopening"] = g => Of(g, "PeriodService.ApprovePeriodReopening", g.Factory.Admin, call => call["period"] = Ground.EndedPeriod,
            _ => [("ledger", $"select count(*) from audit_entries where tenant_id = '{g.Factory.TenantId}' and action = 'period.reopened'")]),
        ["DisputeService.CreateDispute"] = g => Of(g, "DisputeService.CreateDispute", g.Factory.Admin, call => call["message"] = "Another.",
            _ => [("ledger", $"select count(*) from disputes where tenant_id = '{g.Factory.TenantId}'")]),
        ["DisputeService.AnswerDispute"] = g => OfDispute(g, "AnswerDispute", "dispute.answered"),
        ["DisputeService.ResolveDispute"] = g => OfDispute(g, "ResolveDispute", "dispute.resolved"),
        ["DisputeService.WithdrawDispute"] = g => OfDispute(g, "WithdrawDispute", "dispute.withdrawn"),
        ["RateCorrectionService.CreateRateCorrection"] = g => Of(g, "RateCorrectionService.CreateRateCorrection", g.Factory.Admin, call => call["reason"] = "Another.",
            _ => [("ledger", $"select count(*) from rate_corrections where tenant_id = '{g.Factory.TenantId}'")]),
        ["ReconciliationService.RepairWages"] = g => Of(g, "ReconciliationService.RepairWages", g.Factory.Admin, call => call["pageSize"] = 3, _ => []),
    };

    private static Write OfDispute(Ground ground, string rpc, string action) => Of(
        ground, "DisputeService." + rpc, ground.Factory.Admin, call => call["message"] = "Another.", _ => [Audited(ground, action, ground.Dispute, "ledger")]);

    private static Write OfWebhook(Ground ground, string rpc, string action, string id, Action<JsonObject> change) =>
        Of(ground, "WebhookService." + rpc, ground.Factory.Admin, change, _ => [Audited(ground, action, id, "workflow")]);

    private static Write Of(Ground ground, string rpc, Client client, Action<JsonObject>? change, Func<JsonObject, (string, string)[]> effects)
    {
        var call = MinimalCalls.Of(Rpc.Named(rpc), ground);
        var other = change is null ? null : (JsonObject)call.DeepClone();
        change?.Invoke(other!);
        return new Write(client, call, other, effects(call));
    }

    private static Write OfSandbox(Ground ground, Action<JsonObject> change)
    {
        var write = Of(ground, "TenantClockService.AdvanceTenantClock", ground.Factory.System.Platform, change, _ => [Administered("tenant_clock.advanced", ground.Sandbox)]);
        foreach (var call in new[] { write.Fields, write.Other! }) call["tenantId"] = ground.Sandbox;
        return write;
    }

    private static Write OfOperator(Ground ground, string rpc, string action, string id, Action<JsonObject> change) => Of(
        ground, "OperationsService." + rpc, ground.Factory.System.Platform, change, _ => [Administered(action, id), Audited(ground, action, id, SetAside.Service)]);

    private static Write OfTenant(Ground ground, string rpc, string action, Action<JsonObject> change) =>
        Of(ground, "TenantAdministrationService." + rpc, ground.Factory.System.Platform, change, _ => [Administered(action, ground.Factory.TenantId)]);

    private static (string, string) Administered(string action, string id) =>
        ("tenancy", $"select count(*) from audit_entries where action = '{action}' and entity_id = '{id}'");

    private static (string, string) Audited(Ground ground, string action, string id, string service = "production") =>
        (service, $"select count(*) from audit_entries where tenant_id = '{ground.Factory.TenantId}' and action = '{action}' and entity_id = '{id}'");
}
