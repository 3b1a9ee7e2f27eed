using System.IO.Compression;

namespace Grpc.Net.Compression;

/// <summary>Compresses with deflate in the zlib format, which is what HTTP means by that name.</summary>
/// <remarks>Its streams close the stream below them, as the official ones do; those of gzip leave it open.</remarks>
/// <param name="defaultCompressionLevel">How hard to try when a message does not say.</param>
public sealed class DeflateCompressionProvider(CompressionLevel defaultCompressionLevel) : ICompressionProvider
{
    /// <inheritdoc />
    public string EncodingName => "deflate";

    /// <inheritdoc />
    public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel) =>
        new ZLibStream(stream, compressionLevel ?? defaultCompressionLevel);

    /// <inheritdoc />
    public Stream CreateDecompressionStream(Stream stream) => new ZLibStream(stream, CompressionMode.Decompress);
}
