using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace FactoryFlow.Identity.Tests.Support;

/// <summary>Where a service runs, by its name alone.</summary>
internal sealed class Place(string name) : IHostEnvironment
{
    public string EnvironmentName { get; set; } = name;

    public string ApplicationName { get; set; } = "";

    public string ContentRootPath { get; set; } = "";

    public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
}
