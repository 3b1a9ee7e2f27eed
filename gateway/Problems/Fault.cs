namespace FactoryFlow.Gateway.Problems;

/// <summary>One thing that is wrong with a request, and where: a JSON path, a query parameter, or nothing for the whole.</summary>
internal readonly record struct Fault(string Reason, string Field, string Message);

/// <summary>Everything that is wrong with one request. Costs nothing until something is.</summary>
internal sealed class Faults
{
    // Enough to fix a form in one go; a hostile body does not get to make a large answer.
    private const int Most = 100;

    private List<Fault>? list;

    public bool Any => list is not null;

    public IReadOnlyList<Fault> All => list ?? (IReadOnlyList<Fault>)[];

    public void Add(string reason, string field, string message)
    {
        list ??= [];
        if (list.Count < Most)
        {
            list.Add(new Fault(reason, field, message));
        }
    }

    /// <summary>Forgets the others: where the text is not JSON, nothing else that was found in it counts.</summary>
    public void Only(string reason, string field, string message) => list = [new Fault(reason, field, message)];
}
