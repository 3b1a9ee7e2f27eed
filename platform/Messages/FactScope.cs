using System.Collections;
using System.Globalization;
using FactoryFlow.Events;

namespace FactoryFlow.Platform.Messages;

/// <summary>What every log line of a fact's handling says beside itself: the fact and its tenant, as far as what is handled together has one of them.</summary>
internal sealed class FactScope : IReadOnlyList<KeyValuePair<string, object?>>
{
    private readonly Guid? _tenant, _event;

    public FactScope(IFact fact) => (_tenant, _event) = (fact.TenantId, fact.EventId);

    /// <param name="facts">Facts that are handled in one transaction.</param>
    public FactScope(IReadOnlyList<IFact> facts)
    {
        var first = facts[0];
        _event = facts.Count == 1 ? first.EventId : null;
        _tenant = facts.All(fact => fact.TenantId == first.TenantId) ? first.TenantId : null;
    }

    public int Count => 2;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("event_id", _event),
        1 => new("tenant_id", _tenant),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"event_id:{_event} tenant_id:{_tenant}");
}
