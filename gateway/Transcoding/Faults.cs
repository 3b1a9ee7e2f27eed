using FactoryFlow.Gateway.Problems;
using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Gateway.Transcoding;

/// <summary>One thing that is wrong with a request, and where: a JSON path, a query parameter, or nothing for the whole.</summary>
internal readonly record struct Fault(Reason Reason, string Field, string Message);

/// <summary>Everything that is wrong with one request. Costs nothing until something is.</summary>
internal sealed class Faults
{
    // Enough to fix a form in one go; a hostile body does not get to make a large answer.
    private const int Most = 100;

    private List<Fault>? _list;

    public bool Any => _list is not null;

    public void Add(Reason reason, string field, string message)
    {
        _list ??= [];
        if (_list.Count < Most) _list.Add(new Fault(reason, field, message));
    }

    /// <summary>Forgets the others: where the text is not JSON, nothing else that was found in it counts.</summary>
    public void Only(Reason reason, string message) => _list = [new Fault(reason, "", message)];

    /// <summary>The problem that they are together; the first gives the reason.</summary>
    public Problem ToProblem()
    {
        var faults = _list ?? throw new InvalidOperationException("A request without faults is no problem.");
        return Problem.Of(faults[0].Reason, FaultTexts.Detail(faults)) with
        {
            Errors = [.. faults.Where(fault => fault.Field.Length > 0).Select(fault => new FieldError(fault.Field, fault.Message))],
        };
    }
}
