using Grpc.Core;

namespace FactoryFlow.Feed.Tests.Api;

/// <summary>What is known of a peer.</summary>
public sealed class AuthContextTests
{
    private static readonly AuthProperty Subject = AuthProperty.Create("subject", "ä"u8.ToArray());
    private static readonly AuthProperty Issuer = AuthProperty.Create("issuer", [1]);
    private static readonly Dictionary<string, List<AuthProperty>> Properties = new() { ["subject"] = [Subject], ["issuer"] = [Issuer] };

    [Fact]
    public void A_peer_with_an_identity_is_authenticated()
    {
        var context = new AuthContext("subject", Properties);
        (context.IsPeerAuthenticated, context.PeerIdentityPropertyName).ShouldBe((true, "subject"));
        context.PeerIdentity.ShouldBe([Subject]);
        context.Properties.ShouldBe([Subject, Issuer]);
    }

    [Fact]
    public void A_peer_without_an_identity_is_not_authenticated()
    {
        var context = new AuthContext(null, Properties);
        (context.IsPeerAuthenticated, context.PeerIdentityPropertyName).ShouldBe((false, null));
        context.PeerIdentity.ShouldBeEmpty();
    }

    [Fact]
    public void Properties_are_found_by_name()
    {
        new AuthContext(null, Properties).FindPropertiesByName("issuer").ShouldBe([Issuer]);
        new AuthContext(null, Properties).FindPropertiesByName("other").ShouldBeEmpty();
    }

    [Fact]
    public void A_property_is_text_and_bytes_and_cannot_be_changed_from_outside()
    {
        Subject.ValueBytes[0] = 0;
        (Subject.Name, Subject.Value).ShouldBe(("subject", "ä"));
        Subject.ValueBytes.ShouldBe([0xC3, 0xA4]);
    }
}
