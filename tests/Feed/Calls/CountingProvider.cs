using System.IO.Compression;
using Grpc.Net.Compression;

namespace FactoryFlow.Feed.Tests.Calls;

/// <summary>Compresses as the library's provider does, and counts the messages.</summary>
internal sealed class CountingProvider(string encoding) : ICompressionProvider
{
    private readonly ICompressionProvider _official = Official(encoding);
    private int _compressed;
    private int _decompressed;

    public int Compressed => _compressed;

    public int Decompressed => _decompressed;

    public string EncodingName => _official.EncodingName;

    public static ICompressionProvider Official(string encoding) => encoding == "gzip"
        ? new GzipCompressionProvider(CompressionLevel.Fastest)
        : new DeflateCompressionProvider(CompressionLevel.Fastest);

    public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel)
    {
        Interlocked.Increment(ref _compressed);
        return _official.CreateCompressionStream(stream, compressionLevel);
    }

    public Stream CreateDecompressionStream(Stream stream)
    {
        Interlocked.Increment(ref _decompressed);
        return _official.CreateDecompressionStream(stream);
    }
}
