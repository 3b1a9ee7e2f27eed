namespace Grpc.Core;

/// <summary>What secures a channel.</summary>
public abstract class ChannelCredentials
{
    /// <summary>No encryption and no authentication.</summary>
    public static ChannelCredentials Insecure { get; } = new InsecureCredentials();

    /// <summary>TLS with the machine's trusted roots.</summary>
    public static ChannelCredentials SecureSsl { get; } = new SslCredentials();

    /// <summary>Whether call credentials may be added: only where they travel encrypted.</summary>
    internal virtual bool IsComposable => false;

    /// <summary>Combines a channel's credentials with credentials for each of its calls.</summary>
    /// <param name="channelCredentials">Secure credentials.</param>
    /// <param name="callCredentials">The credentials for each call.</param>
    public static ChannelCredentials Create(ChannelCredentials channelCredentials, CallCredentials callCredentials) =>
        new CompositeChannelCredentials(channelCredentials, callCredentials);

    /// <summary>Tells a configurator what these credentials are made of; for the library only.</summary>
    /// <param name="configurator">The configurator.</param>
    /// <param name="state">Handed on to it.</param>
    public abstract void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object state);

    private sealed class InsecureCredentials : ChannelCredentials
    {
        public override void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object state) =>
            configurator.SetInsecureCredentials(state);
    }

    private sealed class CompositeChannelCredentials : ChannelCredentials
    {
        private readonly ChannelCredentials _channel;
        private readonly CallCredentials _call;

        public CompositeChannelCredentials(ChannelCredentials channelCredentials, CallCredentials callCredentials)
        {
            ArgumentNullException.ThrowIfNull(channelCredentials);
            ArgumentNullException.ThrowIfNull(callCredentials);
            if (!channelCredentials.IsComposable)
                throw new ArgumentException(
                    $"CallCredentials can't be composed with {channelCredentials.GetType().Name}. " +
                    "CallCredentials must be used with secure channel credentials like SslCredentials.");
            _channel = channelCredentials;
            _call = callCredentials;
        }

        public override void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object state) =>
            configurator.SetCompositeCredentials(state, _channel, _call);
    }
}
