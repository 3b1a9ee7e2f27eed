namespace FactoryFlow.Events.Production;

/// <summary>Somebody whom an order flow wants to be told of a change.</summary>
/// <param name="Channel">WHATSAPP, SMS or EMAIL.</param>
/// <param name="Recipient">CUSTOMER, or the name of a role.</param>
/// <param name="Template">The key of the text.</param>
public sealed record OrderNotification(string Channel, string Recipient, string Template);
