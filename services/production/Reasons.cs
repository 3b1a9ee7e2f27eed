using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Production;

/// <summary>Why production refuses, in order of precedence.</summary>
internal static class Reasons
{
    public static readonly Reason TenantNotConfigured = new(
        "TENANT_NOT_CONFIGURED", StatusCode.FailedPrecondition, "The tenant has no job steps yet: write its configuration first.");

    public static readonly Reason ArticleNotFound = new("ARTICLE_NOT_FOUND", StatusCode.NotFound, "There is no such article.");

    public static readonly Reason JobNotFound = new("JOB_NOT_FOUND", StatusCode.NotFound, "There is no such job.");

    public static readonly Reason StepNotFound = new("STEP_NOT_FOUND", StatusCode.NotFound, "The job has no such step.");

    public static readonly Reason WorkerNotFound = new("WORKER_NOT_FOUND", StatusCode.NotFound, "There is no such worker.");

    public static readonly Reason ArticleCodeTaken = new("ARTICLE_CODE_TAKEN", StatusCode.AlreadyExists, "Another article has this code: choose another.")
    {
        Constraint = "articles_code_key", Field = "code",
    };

    public static readonly Reason WorkerCodeTaken = new("WORKER_CODE_TAKEN", StatusCode.AlreadyExists, "Another worker has this code: choose another.")
    {
        Constraint = "workers_code_key", Field = "code",
    };

    public static readonly Reason StepAlreadyCompleted = new(
        "STEP_ALREADY_COMPLETED", StatusCode.FailedPrecondition, "The step is completed: a completed step is not changed.");

    public static readonly Reason StepAlreadyStarted = new(
        "STEP_ALREADY_STARTED", StatusCode.FailedPrecondition, "The step is already in progress: complete it.");

    public static readonly Reason StepNotStarted = new(
        "STEP_NOT_STARTED", StatusCode.FailedPrecondition, "The step is still pending: start it before completing it.");

    public static readonly Reason EarlierStepNotCompleted = new(
        "EARLIER_STEP_NOT_COMPLETED", StatusCode.FailedPrecondition, "An earlier step of the job is not completed: complete the steps in order.");

    public static readonly Reason StepNotAssigned = new(
        "STEP_NOT_ASSIGNED", StatusCode.FailedPrecondition, "Nobody has this step: assign a worker before starting it.");

    public static readonly Reason QuantityExceeded = new(
        "QUANTITY_EXCEEDED", StatusCode.InvalidArgument, "More pieces are reported than the step received.");
}
