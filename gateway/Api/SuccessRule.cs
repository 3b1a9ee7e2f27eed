using System.Globalization;
using FactoryFlow.Gateway.Pipeline;
using FactoryFlow.Options.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace FactoryFlow.Gateway.Api;

/// <summary>How HTTP answers a call that succeeded: what the RPC's <c>http_success</c> says, made ready once.</summary>
internal sealed class SuccessRule
{
    private readonly int _status;
    private readonly LocationPart[] _location;
    private readonly int _partialStatus;
    private readonly FieldDescriptor? _partialField;
    private readonly object? _partialValue;

    private SuccessRule(MethodDescriptor rpc, HttpSuccess? option)
    {
        HasBody = rpc.OutputType.FullName != Empty.Descriptor.FullName;
        _status = option is { Status: > 0 } ? option.Status : HasBody ? StatusCodes.Status200OK : StatusCodes.Status204NoContent;
        MediaType = option?.MediaType is { Length: > 0 } mediaType ? mediaType : null;
        if (Download.IsOne(rpc) != MediaType is not null) throw new FormatException($"{rpc.FullName} streams a file, or says what it is a file of, but not both.");
        _location = [.. ParseLocation(rpc.OutputType, option?.Location ?? "")];
        if (option is { PartialStatus: > 0 })
        {
            _partialStatus = option.PartialStatus;
            _partialField = Find(rpc.OutputType, option.PartialField);
            _partialValue = _partialField.FieldType == FieldType.Enum
                ? (_partialField.EnumType.FindValueByName(option.PartialValue)
                    ?? throw new FormatException($"{_partialField.EnumType.FullName} has no value {option.PartialValue}.")).Number
                : option.PartialValue;
        }
    }

    /// <summary>What the answer is a file of; null where it is JSON.</summary>
    public string? MediaType { get; }

    /// <summary>Whether the answer is events, one after the other (server-sent events).</summary>
    public bool IsEventStream => MediaType == "text/event-stream";

    /// <summary>Every status that it may have.</summary>
    public IEnumerable<int> Statuses => _partialField is null ? [_status] : [_status, _partialStatus];

    /// <summary>Whether the answer says where to find what was created.</summary>
    public bool HasLocation => _location.Length > 0;

    /// <summary>Whether there is anything to answer; google.protobuf.Empty is nothing.</summary>
    public bool HasBody { get; }

    public static SuccessRule Of(MethodDescriptor rpc) => new(rpc, rpc.GetOptions()?.GetExtension(OptionsExtensions.HttpSuccess));

    public int StatusOf(IMessage answer) => _partialField is not null && Equals(Plain(_partialField.Accessor.GetValue(answer)), _partialValue)
        ? _partialStatus
        : _status;

    /// <summary>The path of what was created, or null.</summary>
    public string? LocationOf(IMessage answer) => _location.Length == 0
        ? null
        : string.Concat(_location.Select(part => part.Field is null
            ? part.Literal
            : Uri.EscapeDataString(Convert.ToString(part.Field.Accessor.GetValue(answer), CultureInfo.InvariantCulture) ?? "")));

    private static object? Plain(object? value) => value switch
    {
        System.Enum number => Convert.ToInt32(number, CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        IConvertible plain => plain.ToString(CultureInfo.InvariantCulture),
        _ => value,
    };

    private static IEnumerable<LocationPart> ParseLocation(MessageDescriptor output, string template)
    {
        while (template.Length > 0)
        {
            var open = template.IndexOf('{', StringComparison.Ordinal);
            if (open < 0)
            {
                yield return new LocationPart(template, null);
                yield break;
            }

            var close = template.IndexOf('}', open);
            yield return new LocationPart(template[..open], null);
            yield return new LocationPart("", Find(output, template[(open + 1)..close]));
            template = template[(close + 1)..];
        }
    }

    private static FieldDescriptor Find(MessageDescriptor output, string name) => output.FindFieldByName(name)
        ?? throw new FormatException($"{output.FullName} has no field {name}, which its RPC's http_success names.");

    private readonly record struct LocationPart(string Literal, FieldDescriptor? Field);
}
