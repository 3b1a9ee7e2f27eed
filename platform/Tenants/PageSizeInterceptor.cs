using System.Collections.Concurrent;
using FactoryFlow.Options.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace FactoryFlow.Platform.Tenants;

/// <summary>Gives a list that is asked for without a page size the one of the tenant's configuration, at most half a minute after that has changed.</summary>
internal sealed class PageSizeInterceptor(TenantDb db, TimeProvider clock) : Interceptor
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(30);
    private static readonly ConcurrentDictionary<string, FieldDescriptor?> s_sizes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, (int Size, DateTimeOffset Until)> _known = new();

    /// <inheritdoc />
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        if (request is IMessage message && SizeOf(context.Method, message) is { } field && (int)field.Accessor.GetValue(message) == 0
            && context.FindCaller() is { } caller && caller.TenantId != Guid.Empty && await Of(caller.TenantId, context.CancellationToken) is > 0 and var size)
            field.Accessor.SetValue(message, size);
        return await continuation(request, context);
    }

    // Looked for once for each method, since a field's name is looked up under a text that is made for it. What is repeated under a key must
    // be the same call, whatever the configuration says by then.
    private static FieldDescriptor? SizeOf(string method, IMessage request) => s_sizes.GetOrAdd(
        method,
        static (method, type) => type.FindFieldByName("page_size") is { FieldType: FieldType.Int32 } field && RpcAccess.OfAllProtos.Find(method) is { IdempotencyKey: IdempotencyKey.Unspecified }
            ? field
            : null,
        request.Descriptor);

    private async ValueTask<int> Of(Guid tenant, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (_known.TryGetValue(tenant, out var known) && known.Until > now) return known.Size;
        var size = await db.As(tenant, tx => tx.One<int>($"select coalesce((config -> 'pagination' ->> 'pageSize')::int, 0) from known_tenant_configs where tenant_id = {tx.TenantId}"), ct);
        _known[tenant] = (size, now + GoodFor);
        return size;
    }
}
