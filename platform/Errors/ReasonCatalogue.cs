using System.Reflection;

namespace FactoryFlow.Platform.Errors;

/// <summary>All reasons that a service may answer, found on the static classes that declare them.</summary>
public sealed class ReasonCatalogue
{
    private readonly Dictionary<string, Reason> _byConstraint;

    /// <summary>Collects the reasons of the given classes.</summary>
    public ReasonCatalogue(params Type[] declaringTypes)
    {
        All = [.. declaringTypes.SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(f => f.FieldType == typeof(Reason)).Select(f => (Reason)f.GetValue(null)!)];
        _byConstraint = All.Where(r => r.Constraint is not null).ToDictionary(r => r.Constraint!);
    }

    /// <summary>The reasons, in order of precedence.</summary>
    public IReadOnlyList<Reason> All { get; }

    /// <summary>The reason that the violation of a constraint means; null when it means none.</summary>
    public Reason? For(string? constraint) => constraint is null ? null : _byConstraint.GetValueOrDefault(constraint);
}
