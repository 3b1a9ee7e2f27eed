using System.Diagnostics.CodeAnalysis;
using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Platform.Auth;

/// <summary>What is said of a token.</summary>
public enum TokenState
{
    /// <summary>Not ours, not intact or not for us.</summary>
    Invalid,

    /// <summary>None was sent.</summary>
    Missing,

    /// <summary>Ours and intact, and past its time.</summary>
    Expired,

    /// <summary>Nothing can be said: the keys could not be fetched yet.</summary>
    Unknown,

    /// <summary>Ours, intact and in force.</summary>
    Valid,
}

/// <summary>What verifying a token found.</summary>
public readonly record struct Verdict
{
    private Verdict(TokenState state, Caller? caller, string finding) => (State, Caller, Finding) = (state, caller, finding);

    /// <summary>What is said of the token.</summary>
    public TokenState State { get; }

    /// <summary>Who the token is about; given exactly when it is valid.</summary>
    public Caller? Caller { get; }

    /// <summary>What exactly was found, for our own logs and tests: a forger is not told.</summary>
    public string? Finding { get; }

    /// <summary>Whether the token counts.</summary>
    [MemberNotNullWhen(true, nameof(Caller))]
    public bool IsValid => State is TokenState.Valid;

    /// <summary>What the sender of a token that does not count is told; the same at the gateway and in every service.</summary>
    public Refusal ToRefusal() => State switch
    {
        TokenState.Missing => CommonReasons.TokenMissing.Refuse("This call needs an access token: sign in and send it as `Authorization: Bearer <token>`."),
        TokenState.Expired => CommonReasons.TokenExpired.Refuse("The access token has expired: refresh the session."),
        TokenState.Unknown => CommonReasons.Unavailable.Refuse("Tokens cannot be verified just now. Retry with the same Idempotency-Key."),
        _ => CommonReasons.TokenInvalid.Refuse("The access token is not valid: sign in again."),
    };

    internal static Verdict Of(Caller caller) => new(TokenState.Valid, caller, "valid");

    internal static Verdict Refused(TokenState state, string finding) => new(state, null, finding);

    internal static Verdict Invalid(string finding) => new(TokenState.Invalid, null, finding);
}
