using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace FactoryFlow.Testing;

/// <summary>
/// What random tests begin with: the same number in each run, since a run that is red shall be so by the change and not by chance.
/// FUZZ_SEED asks for other cases by hand.
/// </summary>
public static class Seeds
{
    /// <summary>The number unless another one is given.</summary>
    public const int Usual = 20_260_401;

    /// <summary>The number of this run.</summary>
    public static int Current { get; } = int.TryParse(Environment.GetEnvironmentVariable("FUZZ_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Usual;

    /// <summary>Checks a property with so many cases; what fails says with which.</summary>
    public static void Check(this Property property, int cases) =>
        property.Check(Config.QuickThrowOnFailure.WithMaxTest(cases).WithReplay(FSharpOption<Replay>.Some(new Replay(Start(), FSharpOption<int>.None))));

    /// <summary>So many cases of a size.</summary>
    public static IEnumerable<T> Cases<T>(this Gen<T> cases, int count, int size) => cases.Sample(count, Start(), size);

    private static Rnd Start() => new((ulong)Current);
}
