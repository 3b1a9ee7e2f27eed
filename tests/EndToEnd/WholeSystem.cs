using System.Reflection;
using FactoryFlow.EndToEnd.Tests;
using FactoryFlow.EndToEnd.Tests.Contract;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(WholeSystem))]
[assembly: NoUnannouncedErrors]

namespace FactoryFlow.EndToEnd.Tests;

/// <summary>The system that all tests of this assembly share; each opens a tenant of its own in it.</summary>
public sealed class WholeSystem : IAsyncLifetime
{
    internal static WholeSystem? Current { get; private set; }

    public RunningSystem Running { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Running = await RunningSystem.Start(between: gateway => new ContractHandler(gateway));
        Current = this;
    }

    public async ValueTask DisposeAsync()
    {
        // Some of it may have been logged after the last test.
        var errors = Running.NewErrors();
        await Running.DisposeAsync();
        errors.ShouldBeEmpty();
    }
}

/// <summary>After each test: no service logged an error. Tests run beside one another, so it may be a neighbour's; the line says what it is about.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class NoUnannouncedErrorsAttribute : BeforeAfterTestAttribute
{
    public override void After(MethodInfo methodUnderTest, IXunitTest test) => WholeSystem.Current?.Running.NewErrors().ShouldBeEmpty();
}
