using System.Globalization;
using FactoryFlow.Options.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace FactoryFlow.Gateway.Transcoding;

/// <summary>How HTTP answers a call that succeeded: what the RPC's <c>http_success</c> says, made ready once.</summary>
internal sealed class SuccessRule
{
    private readonly int status;
    private readonly LocationPart[] location;
    private readonly int partialStatus;
    private readonly FieldDescriptor? partialField;
    private readonly object? partialValue;

    private SuccessRule(MethodDescriptor rpc, HttpSuccess? option)
    {
        HasBody = rpc.OutputType.FullName != Empty.Descriptor.FullName;
        status = option is { Status: > 0 } ? option.Status : HasBody ? StatusCodes.Status200OK : StatusCodes.Status204NoContent;
        location = [.. ParseLocation(rpc.OutputType, option?.Location ?? "")];
        if (option is { PartialStatus: > 0 })
        {
            partialStatus = option.PartialStatus;
            partialField = Find(rpc.OutputType, option.PartialField);
            partialValue = partialField.FieldType == FieldType.Enum
                ? (partialField.EnumType.FindValueByName(option.PartialValue)
                    ?? throw new FormatException($"{partialField.EnumType.FullName} has no value {option.PartialValue}.")).Number
                : option.PartialValue;
        }
    }

    /// <summary>Whether there is anything to answer; google.protobuf.Empty is nothing.</summary>
    public bool HasBody { get; }

    public static SuccessRule Of(MethodDescriptor rpc) => new(rpc, rpc.GetOptions()?.GetExtension(OptionsExtensions.HttpSuccess));

    public int StatusOf(IMessage answer) => partialField is not null && Equals(Plain(partialField.Accessor.GetValue(answer)), partialValue) ? partialStatus : status;

    /// <summary>The path of what was created, or null.</summary>
    public string? LocationOf(IMessage answer) => location.Length == 0
        ? null
        : string.Concat(location.Select(part => part.Field is null
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
