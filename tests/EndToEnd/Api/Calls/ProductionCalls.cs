namespace FactoryFlow.EndToEnd.Tests.Api.Calls;

/// <summary>The smallest fine calls of production's RPCs.</summary>
internal static class ProductionCalls
{
    public static readonly Dictionary<string, Func<Ground, object>> Table = new()
    {
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
                    rejects = new[] { new { reason = "TORN", quantity = 1 } }, occurTime = DateTimeOffset.UtcNow.AddMinutes(-1).ToString("O"), isFinal = false,
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
    };
}
