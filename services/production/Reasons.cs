using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Production;

/// <summary>Why production refuses, in order of precedence.</summary>
internal static class Reasons
{
    public static readonly Reason TenantNotConfigured = new(
        "TENANT_NOT_CONFIGURED", StatusCode.FailedPrecondition, "The tenant has no job steps yet: write its configuration first.");

    public static readonly Reason ArticleNotFound = new("ARTICLE_NOT_FOUND", StatusCode.NotFound, "There is no such article.");

    public static readonly Reason RateNotFound = new("RATE_NOT_FOUND", StatusCode.NotFound, "The article has no such rate.");

    public static readonly Reason JobNotFound = new("JOB_NOT_FOUND", StatusCode.NotFound, "There is no such job.");

    public static readonly Reason StepNotFound = new("STEP_NOT_FOUND", StatusCode.NotFound, "The job has no such step.");

    public static readonly Reason ReportNotFound = new("REPORT_NOT_FOUND", StatusCode.NotFound, "The step has no such report.");

    public static readonly Reason WorkerNotFound = new("WORKER_NOT_FOUND", StatusCode.NotFound, "There is no such worker.");

    public static readonly Reason OrderNotFound = new("ORDER_NOT_FOUND", StatusCode.NotFound, "There is no such order.");

    public static readonly Reason ServiceCategoryNotFound = new("SERVICE_CATEGORY_NOT_FOUND", StatusCode.NotFound, "There is no such service category.");

    public static readonly Reason ArticleCodeTaken = new("ARTICLE_CODE_TAKEN", StatusCode.AlreadyExists, "Another article has this code: choose another.")
    {
        Constraint = "articles_code_key", Field = "code",
    };

    public static readonly Reason ArticleInUse = new(
        "ARTICLE_IN_USE", StatusCode.FailedPrecondition, "Jobs or orders are for this article, and `detail` names the first of them: archive it instead of deleting it.");

    public static readonly Reason ArticleArchived = new(
        "ARTICLE_ARCHIVED", StatusCode.FailedPrecondition, "The article is archived: take it out of the archive before it gets a new job.");

    public static readonly Reason RateMissing = new(
        "RATE_MISSING", StatusCode.FailedPrecondition, "Paid steps of the job have no rate, and the tenant's configuration wants no such job: enter the rates first.");

    public static readonly Reason RateTimeTaken = new("RATE_TIME_TAKEN", StatusCode.AlreadyExists, "The step has a rate from this very time on: choose another time.")
    {
        Constraint = "rates_time_key", Field = "effective_time",
    };

    public static readonly Reason WorkerCodeTaken = new("WORKER_CODE_TAKEN", StatusCode.AlreadyExists, "Another worker has this code: choose another.")
    {
        Constraint = "workers_code_key", Field = "code",
    };

    public static readonly Reason WorkerUserTaken = new("WORKER_USER_TAKEN", StatusCode.AlreadyExists, "The user signs in as another worker: choose another user.")
    {
        Constraint = "workers_user_key", Field = "user_id",
    };

    public static readonly Reason WorkerEmailTaken = new(
        "WORKER_EMAIL_TAKEN", StatusCode.AlreadyExists, "Another worker who is not archived has this address: choose another, or archive them.")
    {
        Constraint = "workers_email_key", Field = "email",
    };

    public static readonly Reason WorkerUserNotFound = new(
        "WORKER_USER_NOT_FOUND", StatusCode.NotFound, "The user is none of the tenant's staff: create or invite them first.");

    public static readonly Reason WorkerInUse = new(
        "WORKER_IN_USE", StatusCode.FailedPrecondition, "The worker has or had a part in jobs, and `detail` names the first of them: archive them instead of deleting them.");

    public static readonly Reason WorkerArchived = new(
        "WORKER_ARCHIVED", StatusCode.FailedPrecondition, "The worker is archived: take them out of the archive before they are given new work.");

    public static readonly Reason ScanIdReused = new(
        "SCAN_ID_REUSED", StatusCode.AlreadyExists, "The scan's id was sent with other content: give each scan an id of its own.");

    public static readonly Reason JobInUse = new(
        "JOB_IN_USE", StatusCode.FailedPrecondition, "Work on the job has earned wages, and `detail` says which: a job is deleted only while nothing was earned.");

    public static readonly Reason ServiceCategoryCodeTaken = new(
        "SERVICE_CATEGORY_CODE_TAKEN", StatusCode.AlreadyExists, "Another service category has this code: choose another.")
    {
        Constraint = "service_categories_code_key", Field = "code",
    };

    public static readonly Reason ServiceCategoryInUse = new(
        "SERVICE_CATEGORY_IN_USE", StatusCode.FailedPrecondition, "Orders have this service category, and `detail` names the newest: give them another one first.");

    public static readonly Reason OrderInUse = new(
        "ORDER_IN_USE", StatusCode.FailedPrecondition, "Jobs belong to the order, and `detail` names them: an order is deleted only while none does. Cancel it instead.");

    public static readonly Reason TransitionKeyReused = new(
        "TRANSITION_KEY_REUSED", StatusCode.AlreadyExists, "The `transitionKey` took the order to another status before: give each change a key of its own.");

    public static readonly Reason OrderStatusUnknown = new(
        "ORDER_STATUS_UNKNOWN", StatusCode.InvalidArgument, "The flow that the order goes by has no such status: `detail` names those that it has.");

    public static readonly Reason OrderTransitionNotAvailable = new(
        "ORDER_TRANSITION_NOT_AVAILABLE", StatusCode.FailedPrecondition, "No way leads there from where the order is, perhaps because somebody else was faster: `detail` names the current status.");

    public static readonly Reason OrderTransitionForbidden = new(
        "ORDER_TRANSITION_FORBIDDEN", StatusCode.PermissionDenied, "The way is not for this caller: `errors` names every role, permission, feature and gate that is missing.");

    public static readonly Reason OrderTransitionBlocked = new(
        "ORDER_TRANSITION_BLOCKED", StatusCode.FailedPrecondition, "Features or gates are in the way: `errors` names each, and what would clear it.");

    public static readonly Reason StepAlreadyCompleted = new(
        "STEP_ALREADY_COMPLETED", StatusCode.FailedPrecondition, "The step is completed: a completed step is not changed.");

    public static readonly Reason StepAlreadyStarted = new(
        "STEP_ALREADY_STARTED", StatusCode.FailedPrecondition, "The step is already in progress: complete it.");

    public static readonly Reason StepNotStarted = new(
        "STEP_NOT_STARTED", StatusCode.FailedPrecondition, "The step is still pending: start it before completing it.");

    public static readonly Reason StepNotCompleted = new(
        "STEP_NOT_COMPLETED", StatusCode.FailedPrecondition, "The step is not completed: name the report that is to be taken back.");

    public static readonly Reason EarlierStepNotCompleted = new(
        "EARLIER_STEP_NOT_COMPLETED", StatusCode.FailedPrecondition, "An earlier step of the job is not completed: complete the steps in order.");

    public static readonly Reason StepNotAssigned = new(
        "STEP_NOT_ASSIGNED", StatusCode.FailedPrecondition, "Nobody has this step: assign a worker before starting it.");

    public static readonly Reason ReportNotReversible = new(
        "REPORT_NOT_REVERSIBLE", StatusCode.FailedPrecondition, "The report was taken back already, or is a correction itself: report the work again.");

    public static readonly Reason ReworkTargetInvalid = new(
        "REWORK_TARGET_INVALID", StatusCode.InvalidArgument, "Rejected pieces go back to the step that rejected them, or to one before it where the steps stand in order.");

    public static readonly Reason RejectReasonUnknown = new(
        "REJECT_REASON_UNKNOWN", StatusCode.InvalidArgument, "The pieces are rejected for a reason that the configuration does not name.");

    public static readonly Reason SharesMismatch = new(
        "SHARES_MISMATCH", StatusCode.InvalidArgument, "The shares count other pieces than the report: they must add up to its good pieces.");

    public static readonly Reason QuantityExceeded = new(
        "QUANTITY_EXCEEDED", StatusCode.InvalidArgument, "More pieces are reported than the step received.");

    public static readonly Reason PiecesAlreadyUsed = new(
        "PIECES_ALREADY_USED", StatusCode.FailedPrecondition, "The next step has reported the pieces already, or rejects were sent back: take those reports back first.");
}
