using System.Text.Json.Nodes;

namespace FactoryFlow.EndToEnd.Tests.Api;

/// <summary>
/// For every public RPC the smallest call that is fine, with every field under its JSON name, whether the path or the body carries
/// it. An RPC without an entry fails the tests that go over all of them.
/// </summary>
internal static class MinimalCalls
{
    private static readonly Dictionary<string, Func<Ground, object>> Table = new()
    {
        ["KeyService.GetJsonWebKeySet"] = _ => new { },
        ["KeyService.ListSigningKeys"] = _ => new { pageSize = 2 },
        ["KeyService.RotateSigningKeys"] = _ => new { },
        ["KeyService.WithdrawSigningKey"] = g => new { kid = g.SpareKey },
        ["SessionService.SignIn"] = g => new { tenant = g.Factory.Slug, email = Factory.EmailOf(g.Factory.Slug), password = Factory.Password },
        ["SessionService.RefreshSession"] = _ => new { refreshToken = "none" },
        ["SessionService.SignOut"] = _ => new { refreshToken = "none" },
        ["SessionService.RequestMagicLink"] = g => new { tenant = g.Factory.Slug, email = Factory.EmailOf(g.Factory.Slug) },
        ["SessionService.VerifyMagicLink"] = _ => new { token = "none" },
        ["SessionService.ListSessions"] = g => new { userId = g.Owner, pageSize = 2 },
        ["SessionService.RevokeSession"] = g => new { sessionId = g.Session },
        ["SessionService.RevokeAllSessions"] = g => new { userId = g.Owner },
        ["PasswordService.RequestPasswordReset"] = g => new { tenant = g.Factory.Slug, email = Factory.EmailOf(g.Factory.Slug) },
        ["PasswordService.ConfirmPasswordReset"] = _ => new { token = "none", newPassword = Factory.Password },
        ["PasswordService.ChangePassword"] = _ => new { currentPassword = Factory.Password, newPassword = Factory.Password },

        ["UserService.CreateUser"] = g => new { email = g.Factory.Next("m") + "@people.example", name = "Somebody", password = Factory.Password, kind = "STAFF", roles = new[] { "worker" } },
        ["UserService.GetUser"] = g => new { userId = g.User },
        ["UserService.ListUsers"] = _ => new { pageSize = 2, kind = "STAFF", status = "ACTIVE", email = "nobody@people.example" },
        ["UserService.UpdateUser"] = g => new { userId = g.User, name = "Renamed", status = "ACTIVE", roles = new[] { "supervisor" }, defaultFactoryId = g.Place, etag = "", updateMask = "name,status,roles,defaultFactoryId" },
        ["UserService.DeleteUser"] = g => new { userId = g.Spare.User, etag = "" },
        ["UserService.SetUserGrants"] = g => new { userId = g.User, grants = new[] { "jobs:create:all" }, denials = new[] { "articles:*:*" }, etag = "" },
        ["UserService.UnlockUser"] = g => new { userId = g.User, tenantId = g.Factory.TenantId },
        ["UserService.GetEffectivePermissions"] = g => new { userId = g.User, permission = "jobs:create:all" },
        ["RoleService.CreateRole"] = g => new { name = g.Factory.Next("M"), permissions = new[] { "jobs:create:all" } },
        ["RoleService.GetRole"] = g => new { roleId = g.Role },
        ["RoleService.ListRoles"] = _ => new { pageSize = 2 },
        ["RoleService.UpdateRole"] = g => new { roleId = g.Role, name = "Renamed", permissions = new[] { "jobs:create:all" }, etag = "", updateMask = "name,permissions" },
        ["RoleService.DeleteRole"] = g => new { roleId = g.Spare.Role, etag = "" },
        ["RoleService.ListPermissions"] = _ => new { },
        ["FactoryAccessService.SetFactoryAccess"] = g => new { userId = g.User, factoryId = g.Place, accessLevel = "EDITOR" },
        ["FactoryAccessService.RemoveFactoryAccess"] = g => new { userId = g.User, factoryId = g.SparePlace },
        ["FactoryAccessService.ListFactoryAccess"] = g => new { userId = g.User },
        ["InvitationService.CreateInvitation"] = g => new { email = g.Factory.Next("m") + "@people.example", name = "Somebody", kind = "STAFF", roles = new[] { "worker" } },
        ["InvitationService.GetInvitation"] = g => new { invitationId = g.Invitations.Pending },
        ["InvitationService.ListInvitations"] = _ => new { pageSize = 2 },
        ["InvitationService.ResendInvitation"] = g => new { invitationId = g.Invitations.Pending },
        ["InvitationService.RevokeInvitation"] = g => new { invitationId = g.Invitations.Spare },
        ["InvitationService.AcceptInvitation"] = _ => new { token = "none", password = Factory.Password },
        ["SignupService.SignUp"] = g => new { tenant = g.Factory.Slug, email = "customer@people.example", name = "A customer", password = Factory.Password },
        ["SignupService.VerifySignup"] = _ => new { token = "none" },
        ["ApiKeyService.CreateApiKey"] = g => new
        {
            name = g.Factory.Next("M"), permissions = new[] { "jobs:create:all" }, factories = new[] { new { factoryId = g.Place, accessLevel = "EDITOR" } },
            expireTime = DateTimeOffset.UtcNow.AddDays(30).ToString("yyyy-MM-dd'T'00:00:00'Z'", System.Globalization.CultureInfo.InvariantCulture),
        },
        ["ApiKeyService.GetApiKey"] = g => new { apiKeyId = g.ApiKeys.Used },
        ["ApiKeyService.ListApiKeys"] = _ => new { pageSize = 2 },
        ["ApiKeyService.UpdateApiKey"] = g => new { apiKeyId = g.ApiKeys.Used, name = "Renamed", permissions = new[] { "jobs:read:all" }, etag = "", updateMask = "name,permissions" },
        ["ApiKeyService.RevokeApiKey"] = g => new { apiKeyId = g.ApiKeys.Spare },
        ["MeService.GetMe"] = _ => new { },
        ["MeService.UpdateMe"] = _ => new { language = "en", etag = "" },

        ["FactoryService.CreateFactory"] = g => new { factoryCode = g.Factory.Next("M"), name = "A factory", nameEn = "A factory", nameCn = "工厂" },
        ["FactoryService.GetFactory"] = g => new { factoryId = g.Place },
        ["FactoryService.ListFactories"] = _ => new { pageSize = 2 },
        ["FactoryService.UpdateFactory"] = g => new { factoryId = g.Place, factoryCode = g.Factory.Next("M"), name = "Renamed", nameEn = "", nameCn = "", etag = "", updateMask = "factoryCode,name,nameEn,nameCn" },
        ["FactoryService.DeleteFactory"] = g => new { factoryId = g.Spare.Place, etag = "" },

        ["PlanService.CreatePlan"] = _ => Factory.Plan(Factory.NewSlug()),
        ["PlanService.GetPlan"] = g => new { plan = g.Factory.PlanId },
        ["PlanService.ListPlans"] = _ => new { pageSize = 2 },
        ["TenantService.CreateTenant"] = g => Factory.Tenant(Factory.NewSlug(), plan: g.Factory.Slug),
        ["TenantService.GetTenant"] = g => new { tenantId = g.Factory.TenantId },
        ["TenantService.RetryDomain"] = g => new { tenantId = g.Factory.TenantId },
        ["TenantService.ListTenants"] = _ => new { pageSize = 2 },
        ["PlanService.UpdatePlan"] = g => new { plan = g.Factory.PlanId, name = "A plan", limits = new { maxUsers = 7 }, updateMask = "name,limits" },
        ["PlanService.DeletePlan"] = g => new { plan = g.SparePlan },
        ["TenantAdministrationService.UpdateTenant"] = g => new { tenantId = g.Factory.TenantId, name = "Renamed" },
        ["TenantAdministrationService.SuspendTenant"] = g => new { tenantId = g.Factory.TenantId, reason = "A trial" },
        ["TenantAdministrationService.ReactivateTenant"] = g => new { tenantId = g.Suspended },
        ["TenantAdministrationService.DeleteTenant"] = g => new { tenantId = g.Factory.TenantId },
        ["TenantAdministrationService.SetCorsOrigins"] = g => new { tenantId = g.Factory.TenantId, origins = new[] { "https://portal.example.com" } },
        ["TenantAdministrationService.SetFeatureFlags"] = g => new { tenantId = g.Factory.TenantId, flags = new { express = true } },
        ["TenantAdministrationService.PreviewPlanChange"] = g => new { tenantId = g.Factory.TenantId, plan = g.SparePlan },
        ["TenantAdministrationService.ChangePlan"] = g => new { tenantId = g.Factory.TenantId, plan = g.SparePlan },
        ["TenantClockService.GetTenantClock"] = g => new { tenantId = g.Factory.TenantId },
        ["TenantClockService.AdvanceTenantClock"] = g => new { tenantId = g.Factory.TenantId, toTime = DateTimeOffset.UtcNow.AddDays(2).ToString("yyyy-MM-dd'T'00:00:00'Z'", System.Globalization.CultureInfo.InvariantCulture) },
        ["UsageService.GetUsage"] = _ => new { },
        ["UsageService.GetTenantUsage"] = g => new { tenantId = g.Factory.TenantId },
        ["AuditService.ListAuditEntries"] = g => new { tenantId = g.Factory.TenantId, entityType = "job", action = "job.created", service = "production", startTime = "2026-01-31T08:30:00Z", endTime = "2100-01-31T08:30:00Z", pageSize = 2 },
        ["OperationsService.ListServices"] = _ => new { },
        ["OperationsService.ListUndeliverableFacts"] = g => new { service = SetAside.Service, state = "OPEN", tenantId = g.Factory.TenantId, queue = SetAside.Queue, pageSize = 2 },
        ["OperationsService.GetUndeliverableFact"] = g => new { service = SetAside.Service, factId = g.SetAside.Failed },
        ["OperationsService.RetryUndeliverableFact"] = g => new { service = SetAside.Service, factId = g.SetAside.Failed },
        ["OperationsService.DiscardUndeliverableFact"] = g => new { service = SetAside.Service, factId = g.SetAside.Spare, reason = "A trial." },
        ["OperationsService.ReemitFacts"] = _ => new { service = "workflow" },
        ["OperationsService.ListSagas"] = g => new { service = "tenancy", state = "WaitingForDomain", tenantId = g.Factory.TenantId, pageSize = 2 },
        ["TenantConfigService.UpsertTenantConfig"] = g => With(Factory.Configuration([("Cutting", true), ("Sewing", true), ("Packing", false)]), "tenantId", g.Factory.TenantId),
        ["TenantConfigService.GetTenantConfig"] = g => new { tenantId = g.Factory.TenantId },

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

        ["WorkerService.CreateWorker"] = g => new { code = g.Factory.Next("M"), name = "A worker", phone = "+49 30 1", email = g.Factory.Next("m") + "@people.example" },
        ["WorkerService.GetWorker"] = g => new { workerId = g.Worker },
        ["WorkerService.ListWorkers"] = _ => new { pageSize = 2, includeArchived = true, search = "W" },
        ["WorkerService.UpdateWorker"] = g => new
        {
            workerId = g.Worker, code = g.Factory.Next("M"), name = "Renamed", phone = "", email = "renamed@people.example", userId = g.User, isArchived = false, etag = "",
            updateMask = "code,name,phone,email,userId,isArchived",
        },
        ["WorkerService.DeleteWorker"] = g => new { workerId = g.SpareWorker, etag = "" },
        ["ArticleService.CreateArticle"] = g => new { code = g.Factory.Next("M"), name = "An article", stepRates = new { Cutting = "0.2500" } },
        ["ArticleService.GetArticle"] = g => new { articleId = g.Article },
        ["ArticleService.ListArticles"] = _ => new { pageSize = 2, includeArchived = true },
        ["ArticleService.UpdateArticle"] = g => new { articleId = g.Article, code = g.Factory.Next("M"), name = "Renamed", isArchived = false, etag = "", updateMask = "code,name,isArchived" },
        ["ArticleService.DeleteArticle"] = g => new { articleId = g.SpareArticle, etag = "" },
        ["RateService.CreateRate"] = g => new { articleId = g.Article, step = "Sewing", amount = "0.5000", effectiveTime = "2026-01-31T08:30:00Z" },
        ["RateService.GetRate"] = g => new { articleId = g.Article, rateId = g.Rate },
        ["RateService.ListRates"] = g => new { articleId = g.Article, step = "Sewing", pageSize = 2 },
        ["JobService.CreateJob"] = g => new
        {
            articleId = g.Article, quantities = new Dictionary<string, int> { ["38"] = 1 }, attributes = new { }, assignments = new { Cutting = g.Worker }, orderId = g.Orders.Used,
        },
        ["JobService.GetJob"] = g => new { jobId = g.Pending.Id },
        ["JobService.ListJobs"] = g => new
        {
            pageSize = 2, filter = $"status = PENDING AND articleId = {g.Article} AND workerId = {g.Worker} AND number >= 1 AND createTime < \"2126-01-31T08:30:00Z\" AND attributes.colour = red",
            orderBy = "createTime desc",
        },
        ["JobService.DeleteJob"] = g => new { jobId = g.SpareJob },
        ["JobService.UpdateJob"] = g => new { jobId = g.Started.Id, step = "Cutting", status = "COMPLETED", goodQuantity = 1, rejectedQuantity = 0 },
        ["JobService.AssignJobStep"] = g => new { jobId = g.Pending.Id, stepId = g.Pending.Step("Sewing"), workerId = g.Worker },
        ["JobService.StartJobStep"] = g => new { jobId = g.Pending.Id, stepId = g.Pending.Step("Cutting") },
        ["JobService.CompleteJobStep"] = g => new { jobId = g.Started.Id, stepId = g.Started.Step("Cutting"), goodQuantity = 1, rejectedQuantity = 0 },
        ["StepReportService.ReportJobStep"] = g => new
        {
            jobId = g.Started.Id, stepId = g.Started.Step("Cutting"), goodQuantity = 1, rejectedQuantity = 1, rejects = new[] { new { reason = "TORN", quantity = 1 } },
            shares = new[] { new { workerId = g.Worker, part = "1.5" } }, shareBasis = "HOURS",
        },
        ["StepReportService.ReopenJobStep"] = g => new { jobId = g.Completed.Id, stepId = g.Completed.Step("Cutting"), reason = "Counted twice." },
        ["StepReportService.ReworkJobStep"] = g => new { jobId = g.Started.Id, stepId = g.Started.Step("Cutting"), quantity = 1, reason = "Seams.", toStepId = g.Started.Step("Cutting") },
        ["ScanService.BatchRecordScans"] = g => new
        {
            scans = new[]
            {
                new
                {
                    scanId = Guid.NewGuid().ToString(), job = g.Started.Id, step = "Cutting", worker = g.Worker, goodQuantity = 1, rejectedQuantity = 1,
                    rejects = new[] { new { reason = "TORN", quantity = 1 } }, occurTime = DateTimeOffset.UtcNow.AddHours(-1).ToString("O"), isFinal = false,
                },
            },
        },
        ["ServiceCategoryService.CreateServiceCategory"] = g => new { code = g.Factory.Next("M"), name = "A category" },
        ["ServiceCategoryService.GetServiceCategory"] = g => new { categoryId = g.Orders.Category },
        ["ServiceCategoryService.ListServiceCategories"] = _ => new { pageSize = 2 },
        ["ServiceCategoryService.UpdateServiceCategory"] = g => new { categoryId = g.Orders.Category, code = g.Factory.Next("M"), name = "Renamed", etag = "", updateMask = "code,name" },
        ["ServiceCategoryService.DeleteServiceCategory"] = g => new { categoryId = g.Orders.SpareCategory, etag = "" },
        ["OrderFlowService.ListOrderFlowConfigs"] = _ => new { pageSize = 2 },
        ["OrderFlowService.GetEffectiveOrderFlow"] = g => new { categoryId = g.Orders.Category },
        ["OrderFlowService.UpdateOrderFlowConfig"] = g => new
        {
            categoryId = g.Orders.Category, isActive = true, etag = "",
            flow = new { initialStatus = "NEW", transitions = new[] { new { from = "NEW", to = "DONE", gates = new[] { "qaPass" }, features = new[] { "qa" } } } },
        },
        ["OrderService.CreateOrder"] = g => new
        {
            customerReference = g.Factory.Next("M"), categoryId = g.Orders.Category, dueTime = "2026-12-31T08:30:00Z", isExpress = false, notes = "Blue.",
            items = new[] { new { articleId = g.Article, quantities = new Dictionary<string, int> { ["38"] = 1 } } },
        },
        ["OrderService.GetOrder"] = g => new { orderId = g.Orders.Used },
        ["OrderService.ListOrders"] = g => new { pageSize = 2, status = "DRAFT", categoryId = g.Orders.Category, customerReference = "PO-1" },
        ["OrderService.UpdateOrder"] = g => new
        {
            orderId = g.Orders.Used, customerReference = g.Factory.Next("M"), categoryId = g.Orders.Category, notes = "Red.", etag = "", updateMask = "customerReference,categoryId,notes",
        },
        ["OrderService.DeleteOrder"] = g => new { orderId = g.Orders.Spare, etag = "" },
        ["OrderService.TransitionOrder"] = g => new
        {
            orderId = g.Orders.Used, toStatus = "CONFIRMED", notes = "Agreed.", metadata = new { }, transitionKey = g.Factory.Next("M"), etag = "",
        },
        ["OrderService.ListOrderTransitions"] = g => new { orderId = g.Orders.Used },
        ["OrderService.ListOrderHistory"] = g => new { orderId = g.Orders.Used, pageSize = 2 },
        ["HeldReportService.ListHeldReports"] = g => new { articleId = g.Article, step = "Cutting", pageSize = 2 },
        ["StepReportService.ListStepReports"] = g => new { jobId = g.Started.Id, stepId = g.Started.Step("Cutting"), pageSize = 2 },

        ["PaymentService.CreatePayment"] = g => new { workerId = g.Worker, amount = "1.0000", currency = "EUR", method = "CASH", note = "" },
        ["PaymentService.GetPayment"] = g => new { paymentId = g.Payment },
        ["PaymentService.ListPayments"] = _ => new { pageSize = 2, fromTime = "2026-01-31T08:30:00Z", toTime = "2126-01-31T08:30:00Z", isReversed = false },
        ["PaymentService.ReversePayment"] = g => new { paymentId = g.Payment, reason = "Paid twice." },
        ["ExchangeRateService.CreateExchangeRate"] = _ => new { currency = "USD", date = "2026-01-31", rate = "0.91", source = "ECB", reason = "Misread." },
        ["ExchangeRateService.GetExchangeRate"] = g => new { exchangeRateId = g.ExchangeRate },
        ["ExchangeRateService.ListExchangeRates"] = _ => new { currency = "USD", fromDate = "2026-01-01", toDate = "2026-12-31", pageSize = 2 },
        ["EntryService.CreateEntry"] = g => new { workerId = g.Worker, type = "BONUS", amount = "1.0000", description = "Agreed on", effectiveTime = "2026-01-31T08:30:00Z" },
        ["EntryService.GetEntry"] = g => new { entryId = g.Entry },
        ["EntryService.ExplainEntry"] = g => new { entryId = g.Entry },
        ["EntryService.ExportEntries"] = g => new { workerId = g.Worker, from = "2026-01-31T08:30:00Z", to = "2126-01-31T08:30:00Z", basis = "EFFECTIVE" },
        ["EntryService.ReverseEntry"] = g => new { entryId = g.Entry, reason = "A mistake." },
        ["StatementService.GetWorkerStatement"] = g => new { workerId = g.Worker, pageSize = 2, from = "2026-01-31T08:30:00Z", to = "2126-01-31T08:30:00Z" },
        ["StatementService.ExportWorkerStatement"] = g => new { workerId = g.Worker, from = "2026-01-31T08:30:00Z", to = "2126-01-31T08:30:00Z" },
        ["StatementService.VerifyStatement"] = g => new { code = g.VerificationCode },
        ["StatementService.GetWorkerBalance"] = g => new { workerId = g.Worker, asOf = "2126-01-31T08:30:00Z", basis = "EFFECTIVE" },
        ["StatementService.ListWorkerJobs"] = g => new { workerId = g.Worker },
        ["StatementService.GetTrialBalance"] = _ => new { asOf = "2126-01-31T08:30:00Z", basis = "BOOKED" },
        ["HeldLineService.ListHeldLines"] = _ => new { pageSize = 2 },
        ["PeriodService.ListPeriods"] = _ => new { pageSize = 2 },
        ["PeriodService.GetPeriod"] = _ => new { period = Ground.ClosedPeriod },
        ["PeriodService.PreviewClosePeriod"] = _ => new { period = Ground.EndedPeriod },
        ["PeriodService.ClosePeriod"] = _ => new { period = Ground.EndedPeriod },
        ["PeriodService.ReopenPeriod"] = _ => new { period = Ground.ClosedPeriod, reason = "Forgotten work." },
        ["PeriodService.ApprovePeriodReopening"] = _ => new { period = Ground.ClosedPeriod },
        ["DisputeService.CreateDispute"] = g => new { entryId = g.PaymentEntry, workerId = g.Worker, message = "Too much." },
        ["DisputeService.GetDispute"] = g => new { disputeId = g.Dispute },
        ["DisputeService.ListDisputes"] = _ => new { onlyOpen = true, pageSize = 2 },
        ["DisputeService.AnswerDispute"] = g => new { disputeId = g.Dispute, message = "We look." },
        ["DisputeService.ResolveDispute"] = g => new { disputeId = g.Dispute, message = "It was right.", entryIds = new[] { g.PaymentEntry } },
        ["DisputeService.WithdrawDispute"] = g => new { disputeId = g.Dispute, message = "A mistake." },
        ["RateCorrectionService.PreviewRateCorrection"] = g => new { scope = Ground.CorrectionOf(g.Corrected.Article, "0.3000"), pageSize = 2 },
        ["RateCorrectionService.CreateRateCorrection"] = g => new { scope = Ground.CorrectionOf(g.Corrected.Article, "0.3000"), previewHash = g.Corrected.PreviewHash, reason = "Agreed." },
        ["RateCorrectionService.GetRateCorrection"] = g => new { rateCorrectionId = g.Corrected.Id },
        ["ReconciliationService.CompareWages"] = g => new { tenantId = g.Factory.TenantId, pageSize = 2 },
        ["ReconciliationService.RepairWages"] = g => new { tenantId = g.Factory.TenantId, pageSize = 2 },
    };

    /// <summary>The RPCs that have an entry.</summary>
    public static IReadOnlyCollection<string> Names => Table.Keys;

    public static JsonObject Of(Rpc rpc, Ground ground) => Table.TryGetValue(rpc.Name, out var make)
        ? Object(make(ground))
        : throw new InvalidOperationException($"{rpc.Name} has no minimal call: add one to {nameof(MinimalCalls)}.");

    private static JsonObject With(object value, string name, string text)
    {
        var json = Object(value);
        json[name] = text;
        return json;
    }

    private static JsonObject Object(object value) => value as JsonObject ?? System.Text.Json.JsonSerializer.SerializeToNode(value)!.AsObject();
}
