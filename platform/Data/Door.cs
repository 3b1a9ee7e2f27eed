namespace FactoryFlow.Platform.Data;

/// <summary>
/// A named way past the line between tenants. A table lets a door through only where its row-level security policy names it
/// (<c>current_setting('app.door', true) = 'sign-in'</c>), so what crosses tenants stands in the schema.
/// </summary>
public sealed record Door
{
    private Door(string name) => Name = name;

    /// <summary>The name that policies know it by.</summary>
    public string Name { get; }

    /// <summary>The outbox relay: takes what any tenant published.</summary>
    public static readonly Door Relay = new("relay");

    /// <summary>Sign-in: finds a tenant by its slug, and a session by its token, before there is a caller.</summary>
    public static readonly Door SignIn = new("sign-in");

    /// <summary>Administration RPCs of the platform: lists and reads tenants. Each use is audited.</summary>
    public static readonly Door PlatformAdministration = new("platform-administration");

    /// <summary>The gateway's polls: what it must know of every tenant to let calls in.</summary>
    public static readonly Door Gateway = new("gateway");

    /// <summary>Seeding: what a new version of a service brings to every tenant.</summary>
    public static readonly Door Seeding = new("seeding");

    /// <summary>Sagas and timers: takes what is due in any tenant.</summary>
    public static readonly Door Timers = new("timers");

    /// <summary>Operations RPCs of the platform: sees what was set aside, and what waits, of any tenant. Each use is audited.</summary>
    public static readonly Door Operations = new("operations");

    /// <summary>Verification: finds what somebody was given a code for, by the code's hash, before there is a caller.</summary>
    public static readonly Door Verification = new("verification");
}
