using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Workflow;

/// <summary>Why workflow refuses, in order of precedence.</summary>
internal static class Reasons
{
    // Why an event started nothing: kept with what became of it, as nobody is there to be told.
    public const string TriggerCapReached = "TRIGGER_CAP_REACHED", TriggerOutdated = "TRIGGER_OUTDATED", FilterUndecided = "FILTER_UNDECIDED", StartGivenUp = "START_GIVEN_UP";

    public static readonly Reason DefinitionNotFound = new("DEFINITION_NOT_FOUND", StatusCode.NotFound, "There is no such workflow definition, or no such version of it.");

    public static readonly Reason InstanceNotFound = new("INSTANCE_NOT_FOUND", StatusCode.NotFound, "There is no such workflow instance.");

    public static readonly Reason TaskNotFound = new("TASK_NOT_FOUND", StatusCode.NotFound, "There is no such task, or it is not for this caller.");

    public static readonly Reason ActivityNotFound = new("ACTIVITY_NOT_FOUND", StatusCode.NotFound, "The instance has asked for no such activity.");

    public static readonly Reason MigrationNotFound = new("MIGRATION_NOT_FOUND", StatusCode.NotFound, "There is no such migration of workflow instances.");

    public static readonly Reason WebhookNotFound = new("WEBHOOK_NOT_FOUND", StatusCode.NotFound, "There is no such webhook.");

    public static readonly Reason WebhookDeliveryNotFound = new("WEBHOOK_DELIVERY_NOT_FOUND", StatusCode.NotFound, "There is no such delivery to this webhook, or no more.");

    public static readonly Reason CredentialNotFound = new("CREDENTIAL_NOT_FOUND", StatusCode.NotFound, "There is no such credential.");

    public static readonly Reason CredentialNameTaken = new("CREDENTIAL_NAME_TAKEN", StatusCode.AlreadyExists, "Another credential has this name: choose another, or delete that one first.")
    {
        Constraint = "credentials_name_key", Field = "name",
    };

    public static readonly Reason CredentialsTooMany = new("CREDENTIALS_TOO_MANY", StatusCode.FailedPrecondition, "A tenant has at most 50 credentials: delete one.");

    public static readonly Reason DefinitionNameTaken = new(
        "DEFINITION_NAME_TAKEN", StatusCode.AlreadyExists, "Another workflow definition has this name: choose another, or add a version to that one.")
    {
        Constraint = "definitions_name_key", Field = "name",
    };

    public static readonly Reason DefinitionNotDraft = new(
        "DEFINITION_NOT_DRAFT", StatusCode.FailedPrecondition, "The version is no draft: a version is published once, and changed by adding another.");

    public static readonly Reason TriggersTooMany = new(
        "TRIGGERS_TOO_MANY", StatusCode.FailedPrecondition, "At most 50 triggers of active workflows listen to one event: archive one, or let one listen for several.");

    public static readonly Reason DefinitionNotActive = new(
        "DEFINITION_NOT_ACTIVE", StatusCode.FailedPrecondition, "No version of the workflow definition is active: publish one first.");

    public static readonly Reason TriggerLoop = new(
        "TRIGGER_LOOP", StatusCode.FailedPrecondition, "Workflows have started each other too often before this one, which goes no deeper: end the circle by a condition.");

    public static readonly Reason BusinessKeyTaken = new(
        "BUSINESS_KEY_TAKEN", StatusCode.AlreadyExists, "An instance of this workflow with this business key is running: finish or cancel it first.")
    {
        Constraint = "instances_business_key", Field = "business_key",
    };

    public static readonly Reason InstanceNotRunning = new(
        "INSTANCE_NOT_RUNNING", StatusCode.FailedPrecondition, "The instance is completed, cancelled or failed: it does not change any more.");

    public static readonly Reason TaskNotOpen = new("TASK_NOT_OPEN", StatusCode.FailedPrecondition, "The task is completed or cancelled: `detail` says which.");

    public static readonly Reason TaskClaimed = new(
        "TASK_CLAIMED", StatusCode.FailedPrecondition, "Somebody else has taken the task on, perhaps a moment ago: take another, or have it reassigned.");

    public static readonly Reason TaskNotClaimed = new(
        "TASK_NOT_CLAIMED", StatusCode.FailedPrecondition, "The task is not the caller's, so that it is not theirs to give away: claim it first.");

    public static readonly Reason TransitionNotFound = new(
        "TRANSITION_NOT_FOUND", StatusCode.InvalidArgument, "The definition that the instance runs on has no such transition: `detail` names those that it has.");

    public static readonly Reason TransitionNotAvailable = new(
        "TRANSITION_NOT_AVAILABLE", StatusCode.FailedPrecondition, "The transition does not begin where the instance stands, perhaps because somebody else was faster: `detail` names the current state.");

    public static readonly Reason TransitionForbidden = new(
        "TRANSITION_FORBIDDEN", StatusCode.PermissionDenied, "The transition is not for this caller: `errors` names every role, permission, condition and gate that is missing.");

    public static readonly Reason TransitionBlocked = new(
        "TRANSITION_BLOCKED", StatusCode.FailedPrecondition, "Conditions or gates of the transition do not hold: `errors` names each, and what would clear it.");

    public static readonly Reason SignalNotAwaited = new(
        "SIGNAL_NOT_AWAITED", StatusCode.FailedPrecondition, "The instance does not wait for a signal of this name now: `detail` names those that it waits for.");

    public static readonly Reason ActivityNotWaiting = new(
        "ACTIVITY_NOT_WAITING", StatusCode.FailedPrecondition, "The activity is done, skipped, cancelled or given up: nothing waits for it. `detail` says which.");

    public static readonly Reason SubWorkflowNotStarted = new(
        "SUB_WORKFLOW_NOT_STARTED", StatusCode.FailedPrecondition, "The workflow that a state starts cannot be started: `detail` says why; publish it, or correct what it is given.");

    public static readonly Reason MigrationEnded = new(
        "MIGRATION_ENDED", StatusCode.FailedPrecondition, "Every instance of the migration had its turn, or it was cancelled before: there is nothing to cancel.");

    public static readonly Reason AutomaticStepsExceeded = new(
        "AUTOMATIC_STEPS_EXCEEDED", StatusCode.FailedPrecondition, "So many steps followed by themselves that the definition must go in a circle: correct its conditions.");

    public static readonly Reason EventsExpired = new(
        "EVENTS_EXPIRED", StatusCode.OutOfRange, "The events after this cursor are no longer kept: read anew what you keep of the tenant, then list the events without a cursor.");

    public static readonly Reason EventStreamsTooMany = new("EVENT_STREAMS_TOO_MANY", StatusCode.ResourceExhausted, "Too many streams of events are open at once: close one, or list the events instead.");

    public static readonly Reason WebhooksTooMany = new("WEBHOOKS_TOO_MANY", StatusCode.FailedPrecondition, "A tenant has at most 50 webhooks: delete one, or let one listen to more.");

    public static readonly Reason WebhookDisabled = new("WEBHOOK_DISABLED", StatusCode.FailedPrecondition, "The webhook is disabled, so that nothing is sent to it: enable it first.");
}
