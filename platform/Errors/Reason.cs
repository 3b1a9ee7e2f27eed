using Grpc.Core;

namespace FactoryFlow.Platform.Errors;

/// <summary>
/// Why a call is refused: one line of the catalogue in docs/errors.md. Each service declares its reasons once, in order of
/// precedence: when several hold, the first is answered.
/// </summary>
/// <param name="Name">UPPER_SNAKE, never renamed, with one meaning in the whole product, whichever services answer it.</param>
/// <param name="Status">The gRPC status that carries it.</param>
/// <param name="Title">What it means and what to do next, for docs/errors.md and the title of a problem document.</param>
public sealed record Reason(string Name, StatusCode Status, string Title)
{
    /// <summary>The database constraint whose violation means this reason; null when the reason is decided in code.</summary>
    public string? Constraint { get; init; }

    /// <summary>The request field that a violation of <see cref="Constraint" /> is about.</summary>
    public string? Field { get; init; }

    /// <summary>The <c>code</c> of the problem document when it is not the status's own; else null.</summary>
    public string? Code { get; init; }

    /// <summary>The HTTP status when it is not the gRPC status's own; else null.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>The refusal to throw.</summary>
    /// <param name="message">What was refused and what to do about it, in one or two sentences.</param>
    public Refusal Refuse(string message) => new(this, message, []);

    /// <summary>The refusal to throw when one field is at fault.</summary>
    /// <param name="message">What was refused and what to do about it.</param>
    /// <param name="field">The proto name of the field, such as <c>worker_id</c> or <c>quantities[38]</c>.</param>
    public Refusal Refuse(string message, string field) => new(this, message, [new FieldFault(field, message)]);

    /// <summary>The refusal to throw when several things are at fault, and the caller is told all of them.</summary>
    /// <param name="message">What was refused and what to do about it.</param>
    /// <param name="faults">Each of them.</param>
    public Refusal Refuse(string message, IReadOnlyList<FieldFault> faults) => new(this, message, faults);

    /// <summary>The refusal to throw when the same call may pass after a while.</summary>
    /// <param name="message">What was refused and what to do about it.</param>
    /// <param name="retryAfter">How long that is.</param>
    public Refusal Refuse(string message, TimeSpan retryAfter) => new(this, message, []) { RetryAfter = retryAfter };
}

/// <summary>One field that is at fault.</summary>
/// <param name="Field">Its proto name, such as <c>worker_id</c>, <c>quantities[38]</c> or <c>job_steps[0].name</c>.</param>
/// <param name="Message">What is wrong with it.</param>
public readonly record struct FieldFault(string Field, string Message);
