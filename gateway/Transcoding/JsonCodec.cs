using System.Buffers;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace FactoryFlow.Gateway.Transcoding;

/// <summary>Google.Protobuf's own JSON parser and formatter, fed from and into pooled buffers.</summary>
internal sealed class JsonCodec
{
    private readonly JsonParser _parser;
    private readonly JsonFormatter _formatter;

    public JsonCodec(IEnumerable<FileDescriptor> files)
    {
        var types = TypeRegistry.FromFiles(files);
        // Our own checker has counted the JSON's depth; the parser counts each level of a Struct more than once.
        _parser = new JsonParser(new JsonParser.Settings(GatewaySettings.MostBodyDepth * 3, types));
        _formatter = new JsonFormatter(new JsonFormatter.Settings(formatDefaultValues: true, types));
    }

    /// <summary>Parses the JSON of a message, or of one of its fields when a field is named.</summary>
    public IMessage Parse(ReadOnlySpan<byte> json, MessageDescriptor descriptor, FieldDescriptor? field)
    {
        // The parser only takes whole messages: a field's JSON is put into one.
        var opening = field is null ? "" : $"{{\"{field.JsonName}\":";
        var chars = ArrayPool<char>.Shared.Rent(opening.Length + json.Length + 1);
        try
        {
            opening.CopyTo(chars);
            var length = opening.Length + Encoding.UTF8.GetChars(json, chars.AsSpan(opening.Length));
            if (field is not null) chars[length++] = '}';
            using var reader = new CharReader(chars, length);
            return _parser.Parse(reader, descriptor);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(chars);
        }
    }

    /// <summary>Formats a message, or one of its fields, into a buffer of this thread: use it before anything is awaited.</summary>
    public ReadOnlySpan<char> Format(IMessage message, FieldDescriptor? field)
    {
        var buffer = CharBuffer.OfThisThread();
        if (field is null) _formatter.Format(message, buffer);
        else _formatter.WriteValue(buffer, field.Accessor.GetValue(message));
        return buffer.Written;
    }
}
