using System.Collections;
using System.Globalization;

namespace FactoryFlow.Platform.Hosting;

/// <summary>
/// What every log line of a call says beside itself: the request, and the tenant once that is known. One object for each call, read only
/// when a line is written; it holds nothing of the call, which may be over by then.
/// </summary>
public sealed class CallScope(string? requestId) : IReadOnlyList<KeyValuePair<string, object?>>
{
    /// <summary>What a call's state knows its scope by.</summary>
    public static readonly object Key = new();

    /// <summary>The caller's tenant; null until the caller is known.</summary>
    public Guid? TenantId { get; set; }

    /// <inheritdoc />
    public int Count => 2;

    /// <inheritdoc />
    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("request_id", requestId),
        1 => new("tenant_id", TenantId),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    /// <inheritdoc />
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"request_id:{requestId} tenant_id:{TenantId}");
}
