using System.Globalization;
using Spectre.Console;

namespace FactoryFlow.AppHost;

/// <summary>Tells the day and keeps the tally of what was compared.</summary>
internal sealed class Story
{
    private const int WidthWithoutTerminal = 110;

    private readonly IAnsiConsole _console;
    private readonly List<string> _differences = [];
    private int _compared;

    public Story(TextWriter output)
    {
        var place = new AnsiConsoleOutput(output);
        // A terminal's colours are noise in a file, whatever the environment says about the terminal.
        _console = AnsiConsole.Create(place.IsTerminal
            ? new AnsiConsoleSettings { Out = place }
            : new AnsiConsoleSettings { Out = place, Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        if (!place.IsTerminal) _console.Profile.Width = WidthWithoutTerminal;
    }

    public void Chapter(string title)
    {
        _console.WriteLine();
        _console.Write(new Rule($"[bold]{Markup.Escape(title)}[/]") { Justification = Justify.Left });
    }

    /// <summary>Something that happened, behind ✓.</summary>
    public void Say(string sentence) => _console.MarkupLine($"[green]✓[/] {Markup.Escape(sentence)}");

    /// <summary>Something that happened, behind ✓ or ✗ as its figures came out.</summary>
    public void Say(bool isAsExpected, string sentence) => _console.MarkupLine($"{Mark(isAsExpected)} {Markup.Escape(sentence)}");

    /// <summary>Compares one figure; a difference is told at the end as well.</summary>
    public bool Same(string what, string? expected, string? actual)
    {
        _compared++;
        if (expected == actual) return true;
        _differences.Add($"{what}: expected {expected ?? "nothing"}, the API answers {actual ?? "nothing"}");
        return false;
    }

    public bool Same(string what, int? expected, int? actual) =>
        Same(what, expected?.ToString(CultureInfo.InvariantCulture), actual?.ToString(CultureInfo.InvariantCulture));

    public static string Mark(bool isAsExpected) => isAsExpected ? "[green]✓[/]" : "[red]✗[/]";

    public void Show(Table table)
    {
        table.Border = TableBorder.Rounded;
        _console.Write(table);
    }

    /// <summary>The day could not be played to its end.</summary>
    public void BreakOff(string why)
    {
        _console.WriteLine();
        _console.MarkupLine($"[red]✗ The day stops here.[/] {Markup.Escape(why)}");
    }

    /// <summary>The end: whether every figure was as expected.</summary>
    public bool End(TimeSpan took)
    {
        _console.WriteLine();
        foreach (var difference in _differences) _console.MarkupLine($"[red]✗[/] {Markup.Escape(difference)}");
        Say(_differences.Count == 0, string.Create(CultureInfo.InvariantCulture,
            $"{_compared - _differences.Count} of {_compared} figures are as expected, in {took.TotalSeconds:0.0} s."));
        return _differences.Count == 0;
    }
}
