namespace Grpc.Core;

/// <summary>Learns what <see cref="ChannelCredentials"/> are made of; a client's transport implements it.</summary>
public abstract class ChannelCredentialsConfiguratorBase
{
    /// <summary>The channel is not secured.</summary>
    /// <param name="state">What the transport handed in.</param>
    public abstract void SetInsecureCredentials(object state);

    /// <summary>The channel is secured with TLS.</summary>
    /// <param name="state">What the transport handed in.</param>
    /// <param name="rootCertificates">The trusted roots in PEM, or null for the machine's.</param>
    /// <param name="keyCertificatePair">The client's certificate, or null for none.</param>
    /// <param name="verifyPeerCallback">A further check of the server, or null for none.</param>
    public abstract void SetSslCredentials(
        object state, string? rootCertificates, KeyCertificatePair? keyCertificatePair, VerifyPeerCallback? verifyPeerCallback);

    /// <summary>The channel is secured, and so is each of its calls.</summary>
    /// <param name="state">What the transport handed in.</param>
    /// <param name="channelCredentials">What secures the channel.</param>
    /// <param name="callCredentials">What authenticates each call.</param>
    public abstract void SetCompositeCredentials(object state, ChannelCredentials channelCredentials, CallCredentials callCredentials);
}
