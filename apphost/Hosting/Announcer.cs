using Spectre.Console;

namespace FactoryFlow.AppHost.Hosting;

/// <summary>Talks to the person at the console: with a spinner on a terminal, in plain lines elsewhere.</summary>
internal sealed class Announcer(TextWriter output, IAnsiConsole? terminal = null)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private bool _spinning;
    private DateTime _lastWord = DateTime.UtcNow;

    /// <summary>For the console as it is.</summary>
    public static Announcer ForConsole() => new(Console.Out, Console.IsOutputRedirected ? null : AnsiConsole.Console);

    public TextWriter Output => output;

    /// <summary>One line that stays.</summary>
    public void Say(string sentence)
    {
        lock (_gate)
        {
            _lastWord = DateTime.UtcNow;
            // Beside a spinner lines have to go around it; otherwise they are left as they are, long addresses whole.
            if (_spinning)
                terminal!.WriteLine(sentence);
            else
                output.WriteLine(sentence);
        }
    }

    /// <summary>Does the work and shows meanwhile what it waits for.</summary>
    public async Task While(Func<string> waitingFor, Func<Task> work)
    {
        if (terminal is null)
            await Repeat(work(), TimeSpan.FromSeconds(1), () => SayAfterSilence(waitingFor()));
        else
            await Spin(terminal, waitingFor, work);
    }

    private async Task Spin(IAnsiConsole console, Func<string> waitingFor, Func<Task> work)
    {
        try
        {
            await console.Status().StartAsync("Starting", async status =>
            {
                _spinning = true;
                await Repeat(work(), TimeSpan.FromMilliseconds(200), () => status.Status(Markup.Escape(waitingFor())));
            });
        }
        finally
        {
            _spinning = false;
        }
    }

    private static async Task Repeat(Task work, TimeSpan pause, Action show)
    {
        while (await Task.WhenAny(work, Task.Delay(pause)) != work)
            show();
        await work;
    }

    private void SayAfterSilence(string sentence)
    {
        if (DateTime.UtcNow - _lastWord > Patience)
            Say(sentence);
    }
}
