using System.Text;
using System.Text.Json.Nodes;
using FactoryFlow.Events.Identity;
using FactoryFlow.Platform.Messages;

namespace FactoryFlow.Platform.Tests.Operations;

/// <summary>What an operator is shown of a fact.</summary>
public sealed class FactEnvelopeTests
{
    private static readonly UserCreated Created = new()
    {
        EventId = Guid.NewGuid(), TenantId = Guid.NewGuid(), OccurredAt = DateTimeOffset.UnixEpoch, UserId = Guid.NewGuid(), Email = "somebody@people.example", Name = "Somebody", Kind = "STAFF",
    };

    [Fact]
    public void What_is_known_of_people_is_masked_and_the_rest_is_shown()
    {
        var envelope = Read("FactoryFlow.Events.Identity:UserCreated");
        (envelope.Type, envelope.TenantId, envelope.EventId).ShouldBe((typeof(UserCreated).FullName, Created.TenantId, Created.EventId));
        var shown = JsonNode.Parse(envelope.Masked()!)!;
        ((string?)shown["email"], (string?)shown["name"], (string?)shown["kind"], (string?)shown["userId"]).ShouldBe(("(masked)", "(masked)", "STAFF", Created.UserId.ToString()));
    }

    [Fact]
    public void Of_a_type_that_nobody_knows_only_the_ids_are_shown()
    {
        var shown = JsonNode.Parse(Read("FactoryFlow.Events.Identity:UserInventedTomorrow").Masked()!)!;
        ((string?)shown["kind"], (string?)shown["eventId"]).ShouldBe(("(masked)", Created.EventId.ToString()));
    }

    private static FactEnvelope Read(string type) =>
        FactEnvelope.Read(Encoding.UTF8.GetBytes($$"""{"messageType": ["urn:message:{{type}}"], "message": {{FactJson.Write(Created)}} }"""));
}
