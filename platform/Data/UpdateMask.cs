using FactoryFlow.Platform.Errors;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace FactoryFlow.Platform.Data;

/// <summary>Which fields a PATCH changes: those that its <c>update_mask</c> names, or those that are given when it names none.</summary>
public sealed class UpdateMask
{
    private const string Field = "update_mask";
    private readonly HashSet<string> _fields;

    private UpdateMask(HashSet<string> fields) => _fields = fields;

    /// <summary>Reads it off a request; a name that is not editable is a fault.</summary>
    /// <param name="check">Takes the faults.</param>
    /// <param name="request">Has a field <c>update_mask</c>.</param>
    /// <param name="editable">The proto names of the fields that can be changed.</param>
    public static UpdateMask Of(Check check, IMessage request, params string[] editable)
    {
        var mask = (FieldMask?)request.Descriptor.FindFieldByName(Field).Accessor.GetValue(request);
        if (mask is null || mask.Paths.Count == 0) return new UpdateMask([.. editable.Where(name => IsGiven(request, name))]);
        foreach (var path in mask.Paths.Except(editable))
        {
            check.Fault(Field, $"names {path}, which is not one of {string.Join(", ", editable)}");
            // One is enough to see how masks work.
            break;
        }

        return new UpdateMask([.. mask.Paths]);
    }

    /// <summary>Whether the field changes.</summary>
    public bool Has(string field) => _fields.Contains(field);

    private static bool IsGiven(IMessage request, string name)
    {
        var field = request.Descriptor.FindFieldByName(name);
        return field.HasPresence ? field.Accessor.HasValue(request) : field.Accessor.GetValue(request) is System.Collections.ICollection { Count: > 0 };
    }
}
