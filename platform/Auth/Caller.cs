using System.Collections.Immutable;
using FactoryFlow.Options.V1;

namespace FactoryFlow.Platform.Auth;

/// <summary>Who makes a call, as a verified token says it.</summary>
public sealed record Caller
{
    /// <summary>The user.</summary>
    public required Guid Subject { get; init; }

    /// <summary>The tenant that the user belongs to; the nil UUID for the platform's own people.</summary>
    public required Guid TenantId { get; init; }

    /// <summary>Platform, staff, customer or vendor.</summary>
    public required Access.Types.Kind Kind { get; init; }

    /// <summary>The session that the token was given out for.</summary>
    public required Guid SessionId { get; init; }

    /// <summary>Whether it is a program that calls with an API key: its token is given out for the key itself, and no person stands behind the call.</summary>
    public bool IsProgram => Subject == SessionId;

    /// <summary>The e-mail address, when the token carries one.</summary>
    public string? Email { get; init; }

    /// <summary>The name to show, when the token carries one.</summary>
    public string? Name { get; init; }

    /// <summary>The language that the user has chosen, by its ISO 639-1 code, when the token carries one.</summary>
    public string? Locale { get; init; }

    /// <summary>The names of the user's roles.</summary>
    public ImmutableArray<string> Roles { get; init; } = [];

    /// <summary>What the caller may do; wildcards kept.</summary>
    public ImmutableArray<Permission> Permissions { get; init; } = [];

    /// <summary>What is taken away from the caller, whatever grants it; wildcards kept.</summary>
    public ImmutableArray<Permission> Denials { get; init; } = [];

    /// <summary>The factories that the caller may see, and how much they may do there.</summary>
    public ImmutableArray<FactoryAccess> Factories { get; init; } = [];

    /// <summary>Counts how often the user's rights had changed when the token was issued: a lower one than the last change made is outdated.</summary>
    public long TokenVersion { get; init; }

    /// <summary>Whether a grant covers <paramref name="required" /> and no denial takes any of it away.</summary>
    public bool Holds(in Permission required)
    {
        foreach (ref readonly var denial in Denials.AsSpan())
            if (denial.Overlaps(required))
                return false;
        foreach (ref readonly var grant in Permissions.AsSpan())
            if (grant.Covers(required))
                return true;
        return false;
    }
}
