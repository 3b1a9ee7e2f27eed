using System.Text.Json.Nodes;
using FactoryFlow.EndToEnd.Tests.Api;

namespace FactoryFlow.EndToEnd.Tests.BadInput;

/// <summary>What each call refuses by its own rules: one row for each, with its reason and the field that must be named.</summary>
public sealed class RefusalTests(BadGround bad) : IClassFixture<BadGround>
{
    private const string Nobody = "0190c1b2-7c3e-7d4f-8a5b-6c7d8e9f0a1b";

    private static readonly Row[] s_rows =
    [
        .. Of("PlanService.CreatePlan",
            ("slug missing", Remove("slug"), 400, "INVALID_INPUT", "slug"),
            ("slug in capitals", Set("slug", "Plan"), 400, "INVALID_INPUT", "slug"),
            ("slug of one letter", Set("slug", "p"), 400, "INVALID_INPUT", "slug"),
            ("slug too long", Set("slug", new string('p', 64)), 400, "INVALID_INPUT", "slug"),
            ("name missing", Remove("name"), 400, "INVALID_INPUT", "name"),
            ("name too long", Set("name", new string('n', 201)), 400, "INVALID_INPUT", "name"),
            ("limits missing", Remove("limits"), 400, "INVALID_INPUT", "limits.maxJobSteps"),
            ("a limit missing", c => c["limits"]!.AsObject().Remove("maxUsers"), 400, "INVALID_INPUT", "limits.maxUsers"),
            ("a limit below -1", c => c["limits"]!["maxWorkers"] = -2, 400, "INVALID_INPUT", "limits.maxWorkers"),
            ("a rate limit below -1", c => c["rateLimits"]!["requestsPerMinute"] = -2, 400, "INVALID_INPUT", "rateLimits.requestsPerMinute")),
        .. Of("PlanService.GetPlan", ("unknown plan", Set("plan", "no-such-plan"), 404, "PLAN_NOT_FOUND", null)),
        .. Of("TenantService.CreateTenant",
            ("name missing", Remove("name"), 400, "INVALID_INPUT", "name"),
            ("slug missing", Remove("slug"), 400, "INVALID_INPUT", "slug"),
            ("slug with a blank", Set("slug", "a b"), 400, "INVALID_INPUT", "slug"),
            ("plan missing", Remove("plan"), 400, "INVALID_INPUT", "plan"),
            ("unknown plan", Set("plan", "no-such-plan"), 404, "PLAN_NOT_FOUND", "plan"),
            ("currency missing", Remove("currency"), 400, "INVALID_INPUT", "currency"),
            ("currency in small letters", Set("currency", "eur"), 400, "INVALID_INPUT", "currency"),
            ("currency that is none", Set("currency", "XXX"), 400, "INVALID_INPUT", "currency"),
            ("administrator missing", Remove("admin"), 400, "INVALID_INPUT", "admin.email"),
            ("address without @", c => c["admin"]!["email"] = "nobody", 400, "INVALID_INPUT", "admin.email"),
            ("password too short", c => c["admin"]!["password"] = "short", 400, "INVALID_INPUT", "admin.password"),
            ("password too long", c => c["admin"]!["password"] = new string('p', 129), 400, "INVALID_INPUT", "admin.password")),
        .. Of("TenantService.GetTenant", ("unknown tenant", Set("tenantId", Nobody), 404, "TENANT_NOT_FOUND", null)),
        .. Of("TenantConfigService.UpsertTenantConfig",
            ("another's tenant", Set("tenantId", Nobody), 404, "TENANT_NOT_FOUND", "tenantId"),
            ("no steps", c => c["jobSteps"] = new JsonArray(), 400, "INVALID_INPUT", "jobSteps"),
            ("steps missing", Remove("jobSteps"), 400, "INVALID_INPUT", "jobSteps"),
            ("a step without a name", c => c["jobSteps"]![0]!["name"] = "", 400, "INVALID_INPUT", "jobSteps[0].name"),
            ("a step's name twice", c => c["jobSteps"]![1]!["name"] = "cutting", 400, "INVALID_INPUT", "jobSteps[1].name"),
            ("a position twice", c => c["jobSteps"]![1]!["order"] = 1, 400, "INVALID_INPUT", "jobSteps[1].order"),
            ("position zero", c => c["jobSteps"]![0]!["order"] = 0, 400, "INVALID_INPUT", "jobSteps[0].order"),
            ("101 steps", c => c["jobSteps"] = new JsonArray([.. Enumerable.Range(1, 101).Select(i => new JsonObject { ["name"] = $"S{i}", ["order"] = i })]), 400, "INVALID_INPUT", "jobSteps"),
            ("an attribute's type that is none", Attribute("x", "COLOUR"), 400, "INVALID_VALUE", "articleAttributes[0].type"),
            ("an attribute without a type", Attribute("x", null), 400, "INVALID_INPUT", "articleAttributes[0].type"),
            ("an attribute's name with a blank", Attribute("a b", "TEXT"), 400, "INVALID_INPUT", "articleAttributes[0].name"),
            ("SELECT without options", Attribute("x", "SELECT"), 400, "INVALID_INPUT", "articleAttributes[0].options"),
            ("a size twice", c => c["sizeRange"] = new JsonArray("38", "38"), 400, "INVALID_INPUT", "sizeRange[1]"),
            ("an entry type of the ledger's own", c => c["ledgerEntryTypes"]![0]!["name"] = "WAGE", 400, "INVALID_INPUT", "ledgerEntryTypes[0].name"),
            ("an entry type without a direction", c => c["ledgerEntryTypes"]![0]!.AsObject().Remove("direction"), 400, "INVALID_INPUT", "ledgerEntryTypes[0].direction"),
            ("a page of 201", c => c["pagination"]!["pageSize"] = 201, 400, "INVALID_INPUT", "pagination.pageSize")),
        .. Of("TenantConfigService.GetTenantConfig", ("another's tenant", Set("tenantId", Nobody), 404, "TENANT_NOT_FOUND", "tenantId")),
        .. Of("WorkerService.CreateWorker",
            ("code missing", Remove("code"), 400, "INVALID_INPUT", "code"),
            ("code of blanks", Set("code", "  "), 400, "INVALID_INPUT", "code"),
            ("code too long", Set("code", new string('c', 65)), 400, "INVALID_INPUT", "code"),
            ("code taken", Set("code", "W001"), 409, "WORKER_CODE_TAKEN", "code"),
            ("name missing", Remove("name"), 400, "INVALID_INPUT", "name"),
            ("phone too long", Set("phone", new string('1', 41)), 400, "INVALID_INPUT", "phone")),
        .. Of("WorkerService.GetWorker", ("unknown worker", Set("workerId", Nobody), 404, "WORKER_NOT_FOUND", null)),
        .. Of("ArticleService.CreateArticle",
            ("code missing", Remove("code"), 400, "INVALID_INPUT", "code"),
            ("code taken", Set("code", "A002"), 409, "ARTICLE_CODE_TAKEN", "code"),
            ("name missing", Remove("name"), 400, "INVALID_INPUT", "name"),
            ("rate with five decimals", Rate("Cutting", "0.25001"), 400, "INVALID_INPUT", "stepRates.Cutting"),
            ("rate below zero", Rate("Cutting", "-0.25"), 400, "INVALID_INPUT", "stepRates.Cutting"),
            ("rate that is absurd", Rate("Cutting", "100000.0001"), 400, "INVALID_INPUT", "stepRates.Cutting"),
            ("rate with an exponent", Rate("Cutting", "1e2"), 400, "INVALID_INPUT", "stepRates.Cutting"),
            ("rate with a comma", Rate("Cutting", "0,25"), 400, "INVALID_INPUT", "stepRates.Cutting"),
            ("rate that is empty", Rate("Cutting", ""), 400, "INVALID_INPUT", "stepRates.Cutting"),
            ("rate of thirty nines", Rate("Cutting", new string('9', 30)), 400, "INVALID_INPUT", "stepRates.Cutting"),
            ("rate of an unknown step", Rate("Polishing", "1"), 400, "INVALID_INPUT", "stepRates.Polishing"),
            ("rate of an unpaid step", Rate("Packing", "1"), 400, "INVALID_INPUT", "stepRates.Packing"),
            ("rate as a number", c => c["stepRates"]!["Cutting"] = 0.25, 400, "WRONG_TYPE", "stepRates.Cutting")),
        .. Of("ArticleService.GetArticle", ("unknown article", Set("articleId", Nobody), 404, "ARTICLE_NOT_FOUND", null)),
        .. Of("JobService.CreateJob",
            ("article missing", Remove("articleId"), 400, "INVALID_INPUT", "articleId"),
            ("article that is no id", Set("articleId", "x"), 400, "INVALID_INPUT", "articleId"),
            ("unknown article", Set("articleId", Nobody), 404, "ARTICLE_NOT_FOUND", "articleId"),
            ("no quantities", Remove("quantities"), 400, "INVALID_INPUT", "quantities"),
            ("quantity zero", Quantity("38", 0), 400, "INVALID_INPUT", "quantities.38"),
            ("quantity below zero", Quantity("38", -5), 400, "INVALID_INPUT", "quantities.38"),
            ("quantity that is absurd", Quantity("38", 1_000_001), 400, "INVALID_INPUT", "quantities.38"),
            ("quantity beyond 32 bits", c => c["quantities"]!["38"] = 4_294_967_297L, 400, "VALUE_OUT_OF_RANGE", "quantities.38"),
            ("quantity with a fraction", c => c["quantities"]!["38"] = 1.5, 400, "WRONG_TYPE", "quantities.38"),
            ("quantity in words", c => c["quantities"]!["38"] = "ten", 400, "WRONG_TYPE", "quantities.38"),
            ("quantity null", c => c["quantities"]!["38"] = null, 400, "WRONG_TYPE", "quantities.38"),
            ("unknown size", Quantity("99", 1), 400, "INVALID_INPUT", "quantities.99"),
            ("unknown attribute", Value("smell", "sweet"), 400, "INVALID_INPUT", "attributes.smell"),
            ("text that is a number", Value("note", 7), 400, "INVALID_INPUT", "attributes.note"),
            ("text that is too long", Value("note", new string('n', 501)), 400, "INVALID_INPUT", "attributes.note"),
            ("number that is text", Value("weight", "7"), 400, "INVALID_INPUT", "attributes.weight"),
            ("yes in place of true", Value("fragile", "yes"), 400, "INVALID_INPUT", "attributes.fragile"),
            ("a day that is none", Value("due", "2026-02-30"), 400, "INVALID_INPUT", "attributes.due"),
            ("an option that is none", Value("color", "green"), 400, "INVALID_INPUT", "attributes.color"),
            ("an attribute that is a list", Value("note", new JsonArray("a")), 400, "INVALID_INPUT", "attributes.note"),
            ("an attribute that is null", Value("note", null), 400, "INVALID_INPUT", "attributes.note"),
            ("attributes nested too deep", Value("note", Deep(40)), 400, "BODY_TOO_DEEP", null),
            ("an assignment of an unknown step", c => c["assignments"] = new JsonObject { ["Polishing"] = Nobody }, 400, "INVALID_INPUT", "assignments.Polishing"),
            ("an assignment to nobody's id", c => c["assignments"]!["Cutting"] = "x", 400, "INVALID_INPUT", "assignments.Cutting"),
            ("an assignment to an unknown worker", c => c["assignments"]!["Cutting"] = Nobody, 404, "WORKER_NOT_FOUND", "assignments.Cutting")),
        .. Of("JobService.GetJob", ("unknown job", Set("jobId", Nobody), 404, "JOB_NOT_FOUND", null)),
        .. Of("JobService.AssignJobStep",
            ("unknown job", Set("jobId", Nobody), 404, "JOB_NOT_FOUND", null),
            ("unknown step", Set("stepId", Nobody), 404, "STEP_NOT_FOUND", null),
            ("unknown worker", Set("workerId", Nobody), 404, "WORKER_NOT_FOUND", "workerId"),
            ("worker missing", Remove("workerId"), 400, "INVALID_INPUT", "workerId"),
            ("worker that is no id", Set("workerId", "x"), 400, "INVALID_INPUT", "workerId")),
        .. Of("JobService.StartJobStep",
            ("unknown job", Set("jobId", Nobody), 404, "JOB_NOT_FOUND", null),
            ("unknown step", Set("stepId", Nobody), 404, "STEP_NOT_FOUND", null)),
        .. Of("JobService.CompleteJobStep",
            ("unknown job", Set("jobId", Nobody), 404, "JOB_NOT_FOUND", null),
            ("unknown step", Set("stepId", Nobody), 404, "STEP_NOT_FOUND", null),
            ("good below zero", Set("goodQuantity", -1), 400, "INVALID_INPUT", "goodQuantity"),
            ("rejected below zero", Set("rejectedQuantity", -1), 400, "INVALID_INPUT", "rejectedQuantity"),
            ("more than received", Set("goodQuantity", 11), 400, "QUANTITY_EXCEEDED", null),
            ("more with the rejected than received", c => (c["goodQuantity"], c["rejectedQuantity"]) = (5, 6), 400, "QUANTITY_EXCEEDED", null),
            ("rejected alone more than received", c => { c.Remove("goodQuantity"); c["rejectedQuantity"] = 11; }, 400, "QUANTITY_EXCEEDED", null),
            ("sums beyond 32 bits", c => (c["goodQuantity"], c["rejectedQuantity"]) = (10_000_000, 10_000_000), 400, "QUANTITY_EXCEEDED", null),
            ("good that is absurd", Set("goodQuantity", int.MaxValue), 400, "INVALID_INPUT", "goodQuantity"),
            ("another job's step in the body", c => c["jobId"] = "x", 400, "INVALID_INPUT", "jobId")),
        .. Of("PaymentService.CreatePayment",
            ("worker missing", Remove("workerId"), 400, "INVALID_INPUT", "workerId"),
            ("unknown worker", Set("workerId", Nobody), 404, "WORKER_NOT_FOUND", "workerId"),
            ("amount missing", Remove("amount"), 400, "INVALID_INPUT", "amount"),
            ("amount zero", Set("amount", "0"), 400, "INVALID_INPUT", "amount"),
            ("amount below zero", Set("amount", "-1"), 400, "INVALID_INPUT", "amount"),
            ("amount that is absurd", Set("amount", "1000000000.0001"), 400, "INVALID_INPUT", "amount"),
            ("amount of a hundred digits", Set("amount", new string('9', 100)), 400, "INVALID_INPUT", "amount"),
            ("amount with five decimals", Set("amount", "1.00001"), 400, "INVALID_INPUT", "amount"),
            ("amount in words", Set("amount", "ten"), 400, "INVALID_INPUT", "amount"),
            ("amount that is not a number", Set("amount", "NaN"), 400, "INVALID_INPUT", "amount"),
            ("amount as a number", Set("amount", 1.5), 400, "WRONG_TYPE", "amount"),
            ("currency missing", Remove("currency"), 400, "INVALID_INPUT", "currency"),
            ("currency in small letters", Set("currency", "eur"), 400, "INVALID_INPUT", "currency"),
            ("another currency", Set("currency", "USD"), 400, "CURRENCY_MISMATCH", "currency"),
            ("method too long", Set("method", new string('m', 41)), 400, "INVALID_INPUT", "method"),
            ("note too long", Set("note", new string('n', 501)), 400, "INVALID_INPUT", "note")),
        .. Of("PaymentService.GetPayment", ("unknown payment", Set("paymentId", Nobody), 404, "PAYMENT_NOT_FOUND", null)),
        .. Of("StatementService.GetWorkerStatement", ("unknown worker", Set("workerId", Nobody), 404, "WORKER_NOT_FOUND", "workerId")),
        .. Of("StatementService.GetWorkerBalance", ("unknown worker", Set("workerId", Nobody), 404, "WORKER_NOT_FOUND", "workerId")),
        .. Of("StatementService.ListWorkerJobs", ("unknown worker", Set("workerId", Nobody), 404, "WORKER_NOT_FOUND", "workerId")),
        .. Of("SessionService.SignIn",
            ("email missing", Remove("email"), 400, "INVALID_INPUT", "email"),
            ("password missing", Remove("password"), 400, "INVALID_INPUT", "password"),
            ("password too long", Set("password", new string('p', 129)), 400, "INVALID_INPUT", "password"),
            ("wrong password", Set("password", "not the right one"), 401, "SIGN_IN_REFUSED", null),
            ("unknown tenant", Set("tenant", "no-such-tenant"), 401, "SIGN_IN_REFUSED", null),
            ("unknown address", Set("email", "nobody@nowhere.example"), 401, "SIGN_IN_REFUSED", null)),
        .. Of("SessionService.RefreshSession",
            ("token missing", Remove("refreshToken"), 400, "INVALID_INPUT", "refreshToken"),
            ("unknown token", Set("refreshToken", "none"), 401, "SESSION_ENDED", null)),
        .. Of("SessionService.SignOut", ("token missing", Remove("refreshToken"), 400, "INVALID_INPUT", "refreshToken")),
    ];

    public static TheoryData<string> Rows => [.. s_rows.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Is_refused_by_its_own_reason_and_names_the_field(string name)
    {
        var row = s_rows.Single(row => row.Name == name);
        var fields = MinimalCalls.Of(row.Rpc, bad.Ground);
        row.Change(fields);
        var reply = (await bad.Refused(row.Rpc, fields, caller => row.Rpc.Call(caller, fields))).Expect(row.Status, row.Reason);
        if (row.Field is not null) reply.Fields.ShouldContain(row.Field, reply.Body);
    }

    [Fact]
    public async Task Every_fault_is_named_in_one_answer()
    {
        var rpc = Rpc.Named("JobService.CreateJob");
        var fields = MinimalCalls.Of(rpc, bad.Ground);
        fields["quantities"] = new JsonObject { ["38"] = 0, ["99"] = 1 };
        fields["attributes"] = new JsonObject { ["smell"] = "sweet", ["weight"] = "7" };
        (await bad.Refused(rpc, fields, caller => rpc.Call(caller, fields))).Expect(400, "INVALID_INPUT").Fields
            .ShouldBe(["quantities.38", "quantities.99", "attributes.smell", "attributes.weight"], ignoreOrder: true);
    }

    private static IEnumerable<Row> Of(string rpc, params (string What, Action<JsonObject> Change, int Status, string Reason, string? Field)[] rows) =>
        rows.Select(row => new Row($"{rpc[(rpc.IndexOf('.', StringComparison.Ordinal) + 1)..]}: {row.What}", Rpc.Named(rpc), row.Change, row.Status, row.Reason, row.Field));

    private static Action<JsonObject> Remove(string name) => call => call.Remove(name);

    private static Action<JsonObject> Set(string name, JsonNode? value) => call => call[name] = value?.DeepClone();

    private static Action<JsonObject> Rate(string step, string rate) => call => call["stepRates"] = new JsonObject { [step] = rate };

    private static Action<JsonObject> Quantity(string size, int pieces) => call => call["quantities"] = new JsonObject { [size] = pieces };

    private static Action<JsonObject> Value(string attribute, JsonNode? value) => call => call["attributes"] = new JsonObject { [attribute] = value?.DeepClone() };

    private static Action<JsonObject> Attribute(string name, string? type) => call =>
        call["articleAttributes"] = new JsonArray(type is null ? new JsonObject { ["name"] = name } : new JsonObject { ["name"] = name, ["type"] = type });

    private static JsonNode Deep(int levels) => levels == 0 ? JsonValue.Create(1) : new JsonArray(Deep(levels - 1));

    private sealed record Row(string Name, Rpc Rpc, Action<JsonObject> Change, int Status, string Reason, string? Field);
}
