namespace FactoryFlow.Workflow.Definitions;

/// <summary>Something that is wrong with a definition, where, and what to do about it.</summary>
internal readonly record struct DefinitionFault(Place Place, string Message);

/// <summary>Everything that is wrong with a definition; of very many the first are enough.</summary>
internal sealed class Faults
{
    /// <summary>As many as are told.</summary>
    public const int Most = 100;

    private readonly List<DefinitionFault> _all = [];

    public IReadOnlyList<DefinitionFault> All => _all;

    /// <summary>How many there are, with those that are not told any more.</summary>
    public int Count { get; private set; }

    public bool Any => _all.Count > 0;

    public void Add(Place place, string message)
    {
        Count++;
        if (_all.Count < Most) _all.Add(new DefinitionFault(place, message));
    }
}
