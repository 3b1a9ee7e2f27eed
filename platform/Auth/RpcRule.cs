using System.Collections.Immutable;
using FactoryFlow.Options.V1;

namespace FactoryFlow.Platform.Auth;

/// <summary>Who may call one RPC.</summary>
public sealed class RpcRule
{
    private readonly int _kinds;

    private RpcRule(string path, int kinds) => (Path, _kinds) = (path, kinds);

    /// <summary><c>/package.Service/Method</c>.</summary>
    public string Path { get; }

    /// <summary>Whether it needs no token at all.</summary>
    public bool IsAnonymous { get; private init; }

    /// <summary>Whether only other services may reach it.</summary>
    public bool IsInternal { get; private init; }

    /// <summary>The permission that it requires; null when any caller of the right kind may call.</summary>
    public Permission? Permission => Permissions is [var widest, ..] ? widest : null;

    /// <summary>That permission and the same one in narrower scopes that admit as well, the widest first.</summary>
    public ImmutableArray<Permission> Permissions { get; private init; } = [];

    /// <summary>What it does with an idempotency key.</summary>
    public IdempotencyKey IdempotencyKey { get; private init; }

    /// <summary>Whether callers of that kind may call.</summary>
    public bool Admits(Access.Types.Kind kind) => (_kinds & Bit(kind)) != 0;

    internal static RpcRule Open(string path) => new(path, 0) { IsAnonymous = true };

    /// <exception cref="InvalidOperationException">The options contradict each other, or name a permission that cannot be one.</exception>
    internal static RpcRule From(string path, Access access, IdempotencyKey idempotencyKey)
    {
        var permissions = PermissionsOf(path, access);
        if (access.Anonymous && (permissions.Length > 0 || access.Kinds.Count > 0))
            throw new InvalidOperationException($"{path} is anonymous and names kinds or a permission: it must be one or the other.");
        if (access.Kinds.Contains(Access.Types.Kind.Unspecified))
            throw new InvalidOperationException($"{path} names a kind of caller that is none.");

        // No kind named means staff, as options.proto says.
        var kinds = access.Anonymous ? 0 : access.Kinds.Count == 0 ? Bit(Access.Types.Kind.Staff) : access.Kinds.Aggregate(0, (bits, kind) => bits | Bit(kind));
        return new RpcRule(path, kinds)
        {
            IsAnonymous = access.Anonymous,
            IsInternal = access.Internal,
            Permissions = permissions,
            IdempotencyKey = idempotencyKey,
        };
    }

    private static ImmutableArray<Permission> PermissionsOf(string path, Access access)
    {
        if (access.Permission.Length == 0)
            return access.NarrowerScopes.Count == 0 ? [] : throw new InvalidOperationException($"{path} names narrower scopes of no permission.");
        var widest = Concrete(path, access.Permission);
        ImmutableArray<Permission> permissions = [widest, .. access.NarrowerScopes.Select(scope => Concrete(path, $"{widest.Resource}:{widest.Action}:{scope}"))];
        return permissions.Distinct().Count() == permissions.Length ? permissions : throw new InvalidOperationException($"{path} names a scope twice.");
    }

    private static Permission Concrete(string path, string text) => Auth.Permission.TryParse(text, out var permission) && !permission.HasWildcard
        ? permission
        : throw new InvalidOperationException($"{path} requires \"{text}\", which is not a permission such as jobs:create:all.");

    private static int Bit(Access.Types.Kind kind) => kind is Access.Types.Kind.Unspecified ? 0 : 1 << (int)kind;
}
