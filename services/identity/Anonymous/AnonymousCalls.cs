using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using FactoryFlow.Options.V1;
using FactoryFlow.Platform.Auth;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace FactoryFlow.Identity.Anonymous;

/// <summary>
/// Counts what is tried by whoever has not signed in: with a secret (a password, a token, a link), or for an address. Once for where
/// the call comes from and once for the account that it names, as it was typed and whether or not there is one, before anybody is
/// looked for: so the answer and its time tell nothing. The gateway counts an address's calls as well; what an account is only
/// stands in a message, which the gateway passes on unread when it comes as gRPC. Counted in memory, since a flood must not become
/// writes: each process counts for itself.
/// </summary>
internal sealed class AnonymousCalls(AnonymousSettings settings) : Interceptor, IDisposable
{
    private readonly PartitionedRateLimiter<Quota> _buckets = PartitionedRateLimiter.Create<Quota, Quota>(static quota => RateLimitPartition.GetTokenBucketLimiter(quota, Options));

    /// <inheritdoc />
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        if (RpcAccess.OfAllProtos.Find(context.Method) is { IsAnonymous: true, IsInternal: false } && request is IMessage message) Count(message, context);
        return continuation(request, context);
    }

    /// <inheritdoc />
    public void Dispose() => _buckets.Dispose();

    private void Count(IMessage message, ServerCallContext context)
    {
        var fields = message.Descriptor.Fields.InDeclarationOrder();
        var email = message.Descriptor.FindFieldByName("email");
        if (email is null && !fields.Any(IsSecret)) return;
        Take(new Quota("address", AnonymousSettings.PlaceOf(context.RemoteAddress()), settings.PerAddress));
        if (email is null) return;
        var tenant = message.Descriptor.FindFieldByName("tenant")?.Accessor.GetValue(message) as string ?? "";
        var account = $"{tenant.Trim()}\n{((string)email.Accessor.GetValue(message)).Trim()}".ToLowerInvariant();
        Take(new Quota("account", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(account))), settings.PerAccount));
    }

    private void Take(Quota quota)
    {
        if (quota.PerMinute < 0) return;
        using var lease = _buckets.AttemptAcquire(quota);
        if (lease.IsAcquired) return;
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromMinutes(1) / quota.PerMinute;
        throw Reasons.RateLimited.Refuse(FormattableString.Invariant($"Without signing in, {quota.PerMinute} tries a minute are taken from one address or for one account. Wait before the next."), wait);
    }

    private static bool IsSecret(FieldDescriptor field) => field.GetOptions()?.GetExtension(OptionsExtensions.Secret) == true;

    // Full again, a bucket is forgotten by the framework: memory is bounded by who tried last.
    private static TokenBucketRateLimiterOptions Options(Quota quota) => new()
    {
        TokenLimit = quota.PerMinute,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = TimeSpan.FromMinutes(1) / quota.PerMinute,
        AutoReplenishment = false,
    };

    private readonly record struct Quota(string Kind, string Who, int PerMinute);
}
