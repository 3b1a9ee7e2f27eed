using System.Text;

namespace FactoryFlow.Gateway.Transcoding;

/// <summary>Where a walk over JSON stands. Written out only when something is wrong there.</summary>
internal struct JsonPath
{
    // The name of an unknown field is the client's; an answer does not repeat a whole body.
    private const int LongestName = 100;

    private Step[]? _steps;
    private int _depth;

    public void Enter(string name) => Push(new Step(name, 0));

    public void Enter(int index) => Push(new Step(null, index));

    public void Leave() => _depth--;

    public override readonly string ToString()
    {
        var text = new StringBuilder();
        foreach (var step in _steps.AsSpan(0, _depth))
        {
            if (step.Name is null) text.Append('[').Append(step.Index).Append(']');
            else text.Append(text.Length > 0 ? "." : "").Append(step.Name.AsSpan(0, Math.Min(step.Name.Length, LongestName)));
        }

        return text.ToString();
    }

    private void Push(Step step)
    {
        _steps ??= new Step[8];
        if (_depth == _steps.Length) Array.Resize(ref _steps, _depth * 2);
        _steps[_depth++] = step;
    }

    private readonly record struct Step(string? Name, int Index);
}
