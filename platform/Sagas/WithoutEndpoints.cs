using MassTransit;
using MassTransit.Context;

namespace FactoryFlow.Platform.Sagas;

/// <summary>
/// A delivery from which nothing can be published or sent: MassTransit would do it at once, whether or not the saga's transaction
/// commits. It fails loudly, so that nobody takes <c>Publish</c> for <see cref="SagaFacts.PublishFact" />.
/// </summary>
internal sealed class WithoutEndpoints(ReceiveContext context) : ReceiveContextProxy(context)
{
    public override IPublishEndpointProvider PublishEndpointProvider => Refusing.Instance;

    public override ISendEndpointProvider SendEndpointProvider => Refusing.Instance;

    private sealed class Refusing : IPublishEndpointProvider, ISendEndpointProvider
    {
        public static readonly Refusing Instance = new();

        public Task<ISendEndpoint> GetPublishSendEndpoint<T>() where T : class => throw Refusal();

        public Task<ISendEndpoint> GetSendEndpoint(Uri address) => throw Refusal();

        public ConnectHandle ConnectPublishObserver(IPublishObserver observer) => throw Refusal();

        public ConnectHandle ConnectSendObserver(ISendObserver observer) => throw Refusal();

        private static InvalidOperationException Refusal() => new("A saga publishes with PublishFact: anything else would leave before, and even without, its commit.");
    }
}
