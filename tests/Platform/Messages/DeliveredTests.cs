using FactoryFlow.Events;
using FactoryFlow.Events.Tenancy;
using FactoryFlow.Platform.Messages;
using FactoryFlow.Platform.Tests.Support;

namespace FactoryFlow.Platform.Tests.Messages;

public sealed class DeliveredTests
{
    private static readonly DateTimeOffset s_time = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("p1@0 p2@0 p3@0", "p3@0 p1@0 p2@0")] // The same moment: the number tells.
    [InlineData("p1@5 p2@3", "p2@3 p1@5")] // Who waited for a lock is older and came after.
    [InlineData("p1@1 t9@2 p2@3", "p2@3 t9@2 p1@1")] // Between services, the time.
    [InlineData("p1@4 p2@1 t1@5", "t1@5 p2@1 p1@4")]
    [InlineData("p?@1 p?@2", "p?@2 p?@1")] // Of a version that says no number, the time.
    [InlineData("", "")]
    public void Facts_are_put_in_the_order_in_which_they_became_true(string ordered, string given)
    {
        var delivered = new Dictionary<Guid, Delivered>();
        var facts = given.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => (Text: text, Fact: FactOf(text))).ToList();
        foreach (var (text, fact) in facts) delivered[fact.EventId] = new Delivered(text[1] == '?' ? null : text[1] - '0', null);
        string.Join(' ', Delivered.InOrder(facts.Select(f => f.Fact), delivered).Select(fact => facts.Single(f => f.Fact.EventId == fact.EventId).Text)).ShouldBe(ordered);
    }

    private static IFact FactOf(string text)
    {
        var (tenant, time) = (Guid.NewGuid(), s_time.AddSeconds(text[3] - '0'));
        return text[0] == 'p'
            ? Some.Fact(tenant) with { OccurredAt = time }
            : new FactoryDeleted { EventId = Guid.NewGuid(), TenantId = tenant, OccurredAt = time, FactoryId = tenant };
    }
}
