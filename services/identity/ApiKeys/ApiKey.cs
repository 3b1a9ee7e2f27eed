using FactoryFlow.Identity.Permissions;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using FactoryAccess = FactoryFlow.Platform.Auth.FactoryAccess;
using Level = FactoryFlow.Identity.V1.FactoryAccess.Types.Level;
using User = FactoryFlow.Identity.Users.User;

namespace FactoryFlow.Identity.ApiKeys;

/// <summary>A key with who answers for it: what its tokens say. It never may more than they may at this moment.</summary>
internal sealed record ApiKey(ApiKeyRow Row, User Owner)
{
    /// <summary>How long a token counts that a key is exchanged for.</summary>
    public static readonly TimeSpan TokenLifetime = TimeSpan.FromMinutes(5);

    /// <summary>How long a key counts unless its maker says otherwise, and the longest that it may.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(365), LongestLifetime = TimeSpan.FromDays(731);

    /// <summary>The last use is written down once in this time: a key that is used all day costs no write each time.</summary>
    public static readonly TimeSpan UseIsNewsAfter = TimeSpan.FromMinutes(5);

    private const int MostPermissions = 50;

    public PermissionSet Effective => PermissionSet.Granting(Row.Permissions).Within(Owner.Rights().Effective);

    public IEnumerable<FactoryAccess> Factories => Owner.Rights().Effective.Holds(Authority.EveryFactory)
        ? Row.FactoryAccess
        : Row.FactoryAccess.Where(access => access.IsWithin(Owner.Access));

    /// <summary>When a token stops counting that is made now.</summary>
    public DateTimeOffset TokenExpiry(DateTimeOffset now) => now + TokenLifetime < Row.ExpireTime ? now + TokenLifetime : Row.ExpireTime;

    /// <summary>What a key may do: something, at least.</summary>
    public static string[] CheckPermissions(Check check, RepeatedField<string> given)
    {
        check.That(given.Count > 0, "permissions", "is required: a key that may do nothing is of no use");
        return check.Permissions("permissions", given, MostPermissions);
    }

    /// <summary>The factories that a key opens, as they are stored: each once, in a fixed order.</summary>
    public static string[] CheckFactories(Check check, RepeatedField<ApiKeyFactory> given)
    {
        if (!check.AtMost("factories", given.Count, TokenFormat.MostFactories)) return [];
        var accesses = new SortedDictionary<Guid, string>();
        for (var i = 0; i < given.Count; i++)
        {
            var id = check.Id($"factories[{i}].factory_id", given[i].FactoryId);
            var level = given[i].AccessLevel;
            check.That(level is Level.Viewer or Level.Editor or Level.Admin, $"factories[{i}].access_level", "must be VIEWER, EDITOR or ADMIN");
            if (!accesses.TryAdd(id, $"{id}:{EnumText.Of(level)}") && id != Guid.Empty) check.Fault($"factories[{i}].factory_id", "is named twice");
        }

        return [.. accesses.Values];
    }

    /// <summary>When a key stops counting.</summary>
    public static DateTimeOffset CheckExpiry(Check check, Timestamp? given, DateTimeOffset now) => check.Time("expire_time", given, now, now + LongestLifetime);
}
