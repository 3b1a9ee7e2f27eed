using System.Text;

namespace FactoryFlow.Gateway.Transcoding;

/// <summary>Where a walk over JSON stands. Written out only when something is wrong there.</summary>
internal struct JsonPath
{
    // The name of an unknown field is the client's; an answer does not repeat a whole body.
    private const int LongestName = 100;

    private Step[]? steps;
    private int depth;

    public void Enter(string name) => Push(new Step(name, 0));

    public void Enter(int index) => Push(new Step(null, index));

    public void Leave() => depth--;

    public override readonly string ToString()
    {
        var text = new StringBuilder();
        foreach (var step in steps.AsSpan(0, depth))
        {
            if (step.Name is null)
            {
                text.Append('[').Append(step.Index).Append(']');
            }
            else
            {
                text.Append(text.Length > 0 ? "." : "").Append(step.Name.AsSpan(0, Math.Min(step.Name.Length, LongestName)));
            }
        }

        return text.ToString();
    }

    private void Push(Step step)
    {
        steps ??= new Step[8];
        if (depth == steps.Length)
        {
            Array.Resize(ref steps, depth * 2);
        }

        steps[depth++] = step;
    }

    private readonly record struct Step(string? Name, int Index);
}
