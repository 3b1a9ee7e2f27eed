using System.Text.Json.Nodes;
using FactoryFlow.EndToEnd.Tests.Api;

namespace FactoryFlow.EndToEnd.Tests.BadInput;

/// <summary>What each call refuses by its own rules: one row for each, with its reason and the field that must be named.</summary>
public sealed class RefusalTests(BadGround bad) : IClassFixture<BadGround>
{
    internal const string Nobody = "0190c1b2-7c3e-7d4f-8a5b-6c7d8e9f0a1b";

    private static readonly Row[] s_rows =
    [
        .. TenancyRefusals.Rows,
        .. IdentityRefusals.Rows,
        .. WorkflowRefusals.Rows,
        .. LedgerRefusals.Rows,
        .. OrderRefusals.Rows,
        .. OperationsRefusals.Rows,
        .. Of("WorkerService.CreateWorker",
            ("code missing", Remove("code"), 400, "INVALID_INPUT", "code"),
            ("code of blanks", Set("code", "  "), 400, "INVALID_INPUT", "code"),
            ("code too long", Set("code", new string('c', 65)), 400, "INVALID_INPUT", "code"),
            ("code taken", Set("code", "W001"), 409, "WORKER_CODE_TAKEN", "code"),
            ("name missing", Remove("name"), 400, "INVALID_INPUT", "name"),
            ("phone too long", Set("phone", new string('1', 41)), 400, "INVALID_INPUT", "phone")),
        .. Of("WorkerService.GetWorker", ("unknown worker", Set("workerId", Nobody), 404, "WORKER_NOT_FOUND", null)),
        .. Of("WorkerService.ListWorkers", ("a search too long", Set("search", new string('s', 201)), 400, "INVALID_INPUT", "search")),
        .. Of("WorkerService.UpdateWorker",
            ("unknown worker", Set("workerId", Nobody), 404, "WORKER_NOT_FOUND", null),
            ("code of blanks", Set("code", "  "), 400, "INVALID_INPUT", "code"),
            ("user that is no id", Set("userId", "x"), 400, "INVALID_INPUT", "userId"),
            ("a user who is none of the staff", Set("userId", Nobody), 404, "WORKER_USER_NOT_FOUND", "userId"),
            ("an address that is none", Set("email", "nobody"), 400, "INVALID_INPUT", "email"),
            ("a field that does not change", Set("updateMask", "createTime"), 400, "INVALID_INPUT", "updateMask"),
            ("decided on an older state", Set("etag", "0"), 409, "ETAG_MISMATCH", "etag")),
        .. Of("WorkerService.DeleteWorker",
            ("unknown worker", Set("workerId", Nobody), 404, "WORKER_NOT_FOUND", null),
            ("decided on an older state", Set("etag", "0"), 409, "ETAG_MISMATCH", "etag")),
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
        .. Of("ArticleService.UpdateArticle",
            ("unknown article", Set("articleId", Nobody), 404, "ARTICLE_NOT_FOUND", "articleId"),
            ("code of blanks", Set("code", "  "), 400, "INVALID_INPUT", "code"),
            ("name too long", Set("name", new string('n', 201)), 400, "INVALID_INPUT", "name"),
            ("a field that does not change", Set("updateMask", "currency"), 400, "INVALID_INPUT", "updateMask"),
            ("decided on an older state", Set("etag", "0"), 409, "ETAG_MISMATCH", "etag")),
        .. Of("ArticleService.DeleteArticle",
            ("unknown article", Set("articleId", Nobody), 404, "ARTICLE_NOT_FOUND", "articleId"),
            ("decided on an older state", Set("etag", "0"), 409, "ETAG_MISMATCH", "etag")),
        .. Of("RateService.CreateRate",
            ("unknown article", Set("articleId", Nobody), 404, "ARTICLE_NOT_FOUND", "articleId"),
            ("step missing", Remove("step"), 400, "INVALID_INPUT", "step"),
            ("unknown step", Set("step", "Polishing"), 400, "INVALID_INPUT", "step"),
            ("unpaid step", Set("step", "Packing"), 400, "INVALID_INPUT", "step"),
            ("amount missing", Remove("amount"), 400, "INVALID_INPUT", "amount"),
            ("amount with five decimals", Set("amount", "0.00001"), 400, "INVALID_INPUT", "amount"),
            ("amount as a number", Set("amount", 0.5), 400, "WRONG_TYPE", "amount"),
            ("a time that is none", Set("effectiveTime", "tomorrow"), 400, "INVALID_VALUE", "effectiveTime"),
            ("a time long ago", Set("effectiveTime", "1969-12-31T23:59:59Z"), 400, "INVALID_INPUT", "effectiveTime"),
            ("a time far ahead", Set("effectiveTime", "9999-12-31T23:59:59Z"), 400, "INVALID_INPUT", "effectiveTime"),
            ("the time of the rate that is there", Set("effectiveTime", "1970-01-01T00:00:00Z"), 409, "RATE_TIME_TAKEN", "effectiveTime")),
        .. Of("RateService.GetRate",
            ("unknown article", Set("articleId", Nobody), 404, "ARTICLE_NOT_FOUND", "articleId"),
            ("unknown rate", Set("rateId", Nobody), 404, "RATE_NOT_FOUND", null)),
        .. Of("RateService.ListRates", ("unknown article", Set("articleId", Nobody), 404, "ARTICLE_NOT_FOUND", "articleId")),
        .. Of("JobService.CreateJob",
            ("article missing", Remove("articleId"), 400, "INVALID_INPUT", "articleId"),
            ("article that is no id", Set("articleId", "x"), 400, "INVALID_INPUT", "articleId"),
            ("unknown article", Set("articleId", Nobody), 404, "ARTICLE_NOT_FOUND", "articleId"),
            ("unknown order", Set("orderId", Nobody), 404, "ORDER_NOT_FOUND", "orderId"),
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
        .. Of("JobService.ListJobs",
            ("an order that is none", Set("orderBy", "color"), 400, "INVALID_INPUT", "orderBy"),
            ("a filter that cannot be read", Set("filter", "status is PENDING"), 400, "INVALID_INPUT", "filter"),
            ("a filter by what is not known", Set("filter", "colour = red"), 400, "INVALID_INPUT", "filter")),
        .. Of("JobService.DeleteJob", ("unknown job", Set("jobId", Nobody), 404, "JOB_NOT_FOUND", null)),
        .. Of("JobService.UpdateJob",
            ("unknown job", Set("jobId", Nobody), 404, "JOB_NOT_FOUND", null),
            ("unknown step", Set("step", "Polishing"), 404, "STEP_NOT_FOUND", "step"),
            ("step missing", Remove("step"), 400, "INVALID_INPUT", "step"),
            ("back to pending", Set("status", "PENDING"), 400, "INVALID_INPUT", "status"),
            ("a status that is none", Set("status", "DONE"), 400, "INVALID_VALUE", "status"),
            ("more than received", Set("goodQuantity", 11), 400, "QUANTITY_EXCEEDED", "goodQuantity")),
        .. Of("ScanService.BatchRecordScans",
            ("no scans", Set("scans", new JsonArray()), 400, "INVALID_INPUT", "scans"),
            ("more than 500", c => c["scans"] = new JsonArray([.. Enumerable.Range(0, 501).Select(_ => (JsonNode)new JsonObject())]), 400, "INVALID_INPUT", "scans")),
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
            ("a share of nobody", c => (c["shares"], c["shareBasis"]) = (new JsonArray(new JsonObject { ["workerId"] = Nobody, ["part"] = "1" }), "HOURS"), 404, "WORKER_NOT_FOUND", "shares[0].workerId"),
            ("a share without a part", c => (c["shares"], c["shareBasis"]) = (new JsonArray(new JsonObject { ["workerId"] = Nobody }), "HOURS"), 400, "INVALID_INPUT", "shares[0].part"),
            ("shares that count nothing known", Set("shareBasis", "BEAUTY"), 400, "INVALID_VALUE", "shareBasis"),
            ("a time that is none", Set("occurTime", "yesterday"), 400, "INVALID_VALUE", "occurTime"),
            ("a time long ago", Set("occurTime", "2020-01-01T00:00:00Z"), 400, "INVALID_INPUT", "occurTime"),
            ("another job's step in the body", c => c["jobId"] = "x", 400, "INVALID_INPUT", "jobId")),
        .. Of("StepReportService.ReportJobStep",
            ("unknown job", Set("jobId", Nobody), 404, "JOB_NOT_FOUND", null),
            ("unknown step", Set("stepId", Nobody), 404, "STEP_NOT_FOUND", null),
            ("nothing", c => { c.Remove("rejects"); (c["goodQuantity"], c["rejectedQuantity"]) = (0, 0); }, 400, "INVALID_INPUT", "goodQuantity"),
            ("rejects that do not add up", Set("rejectedQuantity", 2), 400, "INVALID_INPUT", "rejects"),
            ("a reason in small letters", c => c["rejects"]![0]!["reason"] = "torn", 400, "INVALID_INPUT", "rejects[0].reason"),
            ("more than is left", Set("goodQuantity", 8), 400, "QUANTITY_EXCEEDED", "goodQuantity")),
        .. Of("StepReportService.ReopenJobStep",
            ("unknown job", Set("jobId", Nobody), 404, "JOB_NOT_FOUND", null),
            ("unknown step", Set("stepId", Nobody), 404, "STEP_NOT_FOUND", null),
            ("unknown report", Set("reportId", Nobody), 404, "REPORT_NOT_FOUND", "reportId"),
            ("no reason", Remove("reason"), 400, "INVALID_INPUT", "reason"),
            ("a reason too long", Set("reason", new string('r', 501)), 400, "INVALID_INPUT", "reason")),
        .. Of("StepReportService.ReworkJobStep",
            ("unknown job", Set("jobId", Nobody), 404, "JOB_NOT_FOUND", null),
            ("unknown step", Set("stepId", Nobody), 404, "STEP_NOT_FOUND", null),
            ("unknown target", Set("toStepId", Nobody), 404, "STEP_NOT_FOUND", null),
            ("no pieces", Set("quantity", 0), 400, "INVALID_INPUT", "quantity"),
            ("more than was rejected", Set("quantity", 3), 400, "QUANTITY_EXCEEDED", "quantity"),
            ("no reason", Remove("reason"), 400, "INVALID_INPUT", "reason")),
        .. Of("HeldReportService.ListHeldReports", ("unknown article", Set("articleId", Nobody), 404, "ARTICLE_NOT_FOUND", "articleId")),
        .. Of("StepReportService.ListStepReports",
            ("unknown job", Set("jobId", Nobody), 404, "JOB_NOT_FOUND", null),
            ("unknown step", Set("stepId", Nobody), 404, "STEP_NOT_FOUND", null)),
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
        .. Of("KeyService.WithdrawSigningKey", ("unknown key", Set("kid", "none"), 404, "SIGNING_KEY_NOT_FOUND", null)),
        .. Of("SessionService.RequestMagicLink",
            ("address missing", Remove("email"), 400, "INVALID_INPUT", "email"),
            ("address without @", Set("email", "nobody"), 400, "INVALID_INPUT", "email")),
        .. Of("SessionService.VerifyMagicLink",
            ("token missing", Remove("token"), 400, "INVALID_INPUT", "token"),
            ("unknown token", Set("token", "none"), 400, "LINK_INVALID", "token")),
        .. Of("SessionService.ListSessions", ("unknown user", Set("userId", Nobody), 404, "USER_NOT_FOUND", "userId")),
        .. Of("SessionService.RevokeSession", ("unknown session", Set("sessionId", Nobody), 404, "SESSION_NOT_FOUND", null)),
        .. Of("SessionService.RevokeAllSessions", ("unknown user", Set("userId", Nobody), 404, "USER_NOT_FOUND", "userId")),
        .. Of("PasswordService.RequestPasswordReset",
            ("address missing", Remove("email"), 400, "INVALID_INPUT", "email"),
            ("address without @", Set("email", "nobody"), 400, "INVALID_INPUT", "email")),
        .. Of("PasswordService.ConfirmPasswordReset",
            ("token missing", Remove("token"), 400, "INVALID_INPUT", "token"),
            ("unknown token", Set("token", "none"), 400, "LINK_INVALID", "token"),
            ("password too short", Set("newPassword", "short"), 400, "INVALID_INPUT", "newPassword")),
        .. Of("PasswordService.ChangePassword",
            ("current one missing", Remove("currentPassword"), 400, "INVALID_INPUT", "currentPassword"),
            ("current one wrong", Set("currentPassword", "not the right one"), 400, "PASSWORD_WRONG", "currentPassword"),
            ("new one too short", Set("newPassword", "short"), 400, "INVALID_INPUT", "newPassword")),
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

    internal static IEnumerable<Row> Of(string rpc, params (string What, Action<JsonObject> Change, int Status, string Reason, string? Field)[] rows) =>
        rows.Select(row => new Row($"{rpc[(rpc.IndexOf('.', StringComparison.Ordinal) + 1)..]}: {row.What}", Rpc.Named(rpc), row.Change, row.Status, row.Reason, row.Field));

    internal static Action<JsonObject> Remove(string name) => call => call.Remove(name);

    internal static Action<JsonObject> Set(string name, JsonNode? value) => call => call[name] = value?.DeepClone();

    private static Action<JsonObject> Rate(string step, string rate) => call => call["stepRates"] = new JsonObject { [step] = rate };

    private static Action<JsonObject> Quantity(string size, int pieces) => call => call["quantities"] = new JsonObject { [size] = pieces };

    private static Action<JsonObject> Value(string attribute, JsonNode? value) => call => call["attributes"] = new JsonObject { [attribute] = value?.DeepClone() };

    private static JsonNode Deep(int levels) => levels == 0 ? JsonValue.Create(1) : new JsonArray(Deep(levels - 1));

    internal sealed record Row(string Name, Rpc Rpc, Action<JsonObject> Change, int Status, string Reason, string? Field);
}
