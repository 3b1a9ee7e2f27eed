using System.Buffers;
using System.IO.Pipelines;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Unicode;
using FactoryFlow.Gateway.Api;
using FactoryFlow.Gateway.Problems;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.WebUtilities;

namespace FactoryFlow.Gateway.Transcoding;

/// <summary>Puts the message of a call together from the body, the query and the path, in that order; the path has the last word.</summary>
/// <param name="codec">Parses JSON.</param>
/// <param name="patience">How long a client may take to send the body: as long as it does, the gateway holds what has come.</param>
internal sealed class RequestReader(JsonCodec codec, TimeSpan patience)
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The message, or null and what is wrong with the request.</summary>
    public async ValueTask<IMessage?> Read(HttpContext context, HttpBinding binding, Faults faults)
    {
        var message = binding.Body == BodyRule.Ignored
            ? binding.Input.Descriptor.Parser.ParseFrom([])
            : await ReadBody(context, binding, faults);
        if (message is null) return null;
        if (context.Request.QueryString.HasValue) ReadQuery(context.Request.QueryString, binding, message, faults);
        foreach (var variable in binding.Variables) ReadVariable(context.Request.RouteValues, variable, message, faults);
        IfMatch.Read(context.Request.Headers.IfMatch, binding, message, faults);
        IfNoneMatch.Read(context.Request, faults);
        return faults.Any ? null : message;
    }

    private async ValueTask<IMessage?> ReadBody(HttpContext context, HttpBinding binding, Faults faults)
    {
        if (context.Request.ContentLength > GatewaySettings.MostBodyBytes) return TooLarge(faults);
        var reader = context.Request.BodyReader;
        if (await ReadWhole(reader, context.RequestAborted) is not { } read)
        {
            // The rest is not waited for either.
            context.Response.Headers.Connection = "close";
            faults.Only(Reasons.BodyTooSlow, Reasons.BodyTooSlow.Title);
            return null;
        }

        if (read.Buffer.Length > GatewaySettings.MostBodyBytes)
        {
            reader.AdvanceTo(read.Buffer.End);
            return TooLarge(faults);
        }

        // A body almost always lies in one piece, and then it is read where it lies.
        var body = read.Buffer;
        var rented = body.IsSingleSegment ? null : ArrayPool<byte>.Shared.Rent((int)body.Length);
        try
        {
            if (rented is not null) body.CopyTo(rented);
            return Decode(context.Request, rented is null ? body.FirstSpan : rented.AsSpan(0, (int)body.Length), binding, faults);
        }
        finally
        {
            reader.AdvanceTo(body.End);
            if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        }
    }

    // All of it, or more than is taken; null when it does not come in time.
    private async ValueTask<ReadResult?> ReadWhole(PipeReader reader, CancellationToken aborted)
    {
        // Most have come whole along with the headers.
        if (reader.TryRead(out var there))
        {
            if (there.IsCompleted || there.Buffer.Length > GatewaySettings.MostBodyBytes) return there;
            reader.AdvanceTo(there.Buffer.Start, there.Buffer.End);
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        deadline.CancelAfter(patience);
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(deadline.Token);
                if (read.IsCompleted || read.Buffer.Length > GatewaySettings.MostBodyBytes) return read;
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            return null;
        }
    }

    private static IMessage? TooLarge(Faults faults)
    {
        faults.Only(Reasons.BodyTooLarge, Reasons.BodyTooLarge.Title);
        return null;
    }

    private IMessage? Decode(HttpRequest request, ReadOnlySpan<byte> json, HttpBinding binding, Faults faults)
    {
        if (json.IsEmpty) return binding.Input.Descriptor.Parser.ParseFrom([]);
        if (binding.YamlField is { } yaml && Is(request, "application/yaml")) return DecodeYaml(json, binding, yaml, faults);
        if (!Is(request, "application/json"))
        {
            faults.Only(Reasons.UnsupportedMediaType, FaultTexts.NotPlainJson);
            return null;
        }

        json = json.StartsWith(ByteOrderMark) ? json[ByteOrderMark.Length..] : json;
        if (binding.Body == BodyRule.Field) JsonChecker.CheckField(json, binding.BodyField!, faults);
        else JsonChecker.CheckMessage(json, binding.Body == BodyRule.Empty ? MessageShape.Nothing : binding.Input, faults);
        // With faults the rest is still looked at, so that one answer names them all.
        return faults.Any ? binding.Input.Descriptor.Parser.ParseFrom([]) : Parse(json, binding, faults);
    }

    private IMessage? Parse(ReadOnlySpan<byte> json, HttpBinding binding, Faults faults)
    {
        try
        {
            return codec.Parse(json, binding.Input.Descriptor, binding.BodyField?.Descriptor);
        }
        catch (Exception refused) when (refused is InvalidProtocolBufferException or InvalidJsonException)
        {
            // The checker is meant to be the stricter of the two; should it ever not be, this is still the client's fault.
            faults.Only(Reasons.MalformedJson, FaultTexts.NotTheMessage);
            return null;
        }
    }

    // The service reads it itself, so that what is wrong with it is told by line and column.
    private static IMessage? DecodeYaml(ReadOnlySpan<byte> body, HttpBinding binding, FieldDescriptor field, Faults faults)
    {
        body = body.StartsWith(ByteOrderMark) ? body[ByteOrderMark.Length..] : body;
        if (!Utf8.IsValid(body) || body.Contains((byte)0))
        {
            faults.Only(Reasons.UnsupportedMediaType, FaultTexts.NotPlainYaml);
            return null;
        }

        var message = binding.Input.Descriptor.Parser.ParseFrom([]);
        field.Accessor.SetValue(message, Encoding.UTF8.GetString(body));
        return message;
    }

    private static bool Is(HttpRequest request, string mediaType) =>
        request.Headers.ContentEncoding is [] or ["identity"]
        && (request.ContentType == mediaType
            || (MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
                && string.Equals(type.MediaType, mediaType, StringComparison.OrdinalIgnoreCase)
                && (type.CharSet is null || type.CharSet.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase))));

    private static void ReadQuery(QueryString query, HttpBinding binding, IMessage message, Faults faults)
    {
        HashSet<string>? seen = null;
        foreach (var pair in new QueryStringEnumerable(query.Value))
        {
            var name = pair.DecodeName().ToString();
            if (!TryFind(binding, message, name, out var holder, out var field))
            {
                faults.Add(Reasons.UnknownField, name.Length == 0 ? "=" : name, FaultTexts.UnknownParameter);
                continue;
            }

            // A list takes a parameter as often as it comes; snake_case and camelCase name the same field.
            var canonical = string.Concat(name.AsSpan(0, name.LastIndexOf('.') + 1), field.JsonName);
            if (!field.IsList && !(seen ??= new HashSet<string>(StringComparer.Ordinal)).Add(canonical))
                faults.Add(Reasons.DuplicateField, name, FaultTexts.GivenTwice);
            else if (FieldTarget.Read(field, pair.DecodeValue().ToString(), name, faults) is { } value)
                FieldTarget.Set(holder, field.Descriptor, value);
        }
    }

    private static bool TryFind(HttpBinding binding, IMessage message, ReadOnlySpan<char> name, out IMessage holder, out FieldShape field)
    {
        holder = message;
        var shape = binding.Input;
        for (var depth = 0; ; depth++)
        {
            var dot = name.IndexOf('.');
            if (!shape.TryGetField(dot < 0 ? name : name[..dot], out field)
                || depth == GatewaySettings.MostBodyDepth
                || (depth == 0 && (binding.Body == BodyRule.Message || field == binding.BodyField)))
            {
                return false;
            }

            if (dot < 0) return field.HasTextForm;
            if (field.Value.Message is null || field.IsList || field.Key is not null) return false;
            holder = FieldTarget.Open(holder, field);
            shape = field.Value.Message;
            name = name[(dot + 1)..];
        }
    }

    private static void ReadVariable(RouteValueDictionary values, BoundVariable bound, IMessage message, Faults faults)
    {
        var field = bound.Fields[^1];
        if (FieldTarget.Read(field, bound.Variable.Read(values), bound.JsonPath, faults) is not { } value) return;
        foreach (var parent in bound.Fields.AsSpan(..^1)) message = FieldTarget.Open(message, parent);
        if (FieldTarget.Differs(message, field.Descriptor, value))
            faults.Add(Reasons.FieldConflict, bound.JsonPath, FaultTexts.NotAsInPath);
        else FieldTarget.Set(message, field.Descriptor, value);
    }
}
