using System.Globalization;
using FactoryFlow.AppHost.Dashboard.Contract;
using FactoryFlow.AppHost.Hosting;
using FactoryFlow.AppHost.Processes;
using Google.Protobuf.WellKnownTypes;

namespace FactoryFlow.AppHost.Dashboard;

/// <summary>Turns resources and their logs into what the dashboard shows.</summary>
internal static class ResourceViews
{
    private const string Hidden = "********";

    public static ResourceView Of(Resource resource)
    {
        var view = new ResourceView
        {
            Name = resource.Id,
            ResourceType = resource.Type,
            DisplayName = resource.Name,
            Uid = resource.Id,
            State = resource.State.ToString(),
            CreatedAt = resource.Created.ToTimestamp(),
            StartedAt = resource.Started?.ToTimestamp(),
            StoppedAt = resource.Stopped?.ToTimestamp(),
            IsHidden = resource is AspireDashboard,
        };
        if (StyleOf(resource) is { } style)
            view.StateStyle = style;
        view.Urls.AddRange(resource.Endpoints.Select((endpoint, place) => Url(endpoint, place, resource)));
        view.Relationships.AddRange(resource.References.Select(other => new Relationship { ResourceName = other.Name, Type = "Reference" }));
        view.Relationships.AddRange(resource.WaitsFor.Select(other => new Relationship { ResourceName = other.Name, Type = "WaitFor" }));
        if (resource is DatabaseResource database)
            Show(view, "resource.parentName", Value.ForString(database.Server.Id));
        if (resource is ProcessResource process)
            AddProcess(view, process);
        return view;
    }

    public static ConsoleLine Line(LogLine line) => new()
    {
        Text = string.Create(CultureInfo.InvariantCulture, $"{line.Time.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffffffZ} {line.Text}"),
        IsStdErr = line.IsError,
        LineNumber = line.Number,
    };

    private static void AddProcess(ResourceView view, ProcessResource process)
    {
        view.Environment.AddRange(process.Environment.Where(_ => process.LastCommand is not null).Select(variable => new Variable
        {
            Name = variable.Name,
            Value = variable.IsSecret ? Hidden : variable.Value(),
            IsFromSpec = true,
        }));
        if (process is ProjectResource project)
            Show(view, "project.path", Value.ForString(project.Project));
        if (process.LastCommand is { } command)
        {
            Show(view, "executable.path", Value.ForString(command.File));
            Show(view, "executable.workDir", Value.ForString(command.WorkingFolder));
            Show(view, "executable.args", Value.ForList([.. command.Arguments.Select(Value.ForString)]));
        }
        if (process.ProcessId is { } id)
            Show(view, "executable.pid", Value.ForNumber(id));
        if (process.ExitCode is { } exitCode)
            Show(view, "resource.exitCode", Value.ForNumber(exitCode));
        view.HealthReports.Add(Health(process));
        view.Commands.AddRange(ResourceCommand.All.Select(each => new Command
        {
            Name = each.Name,
            DisplayName = each.DisplayName,
            DisplayDescription = each.Description,
            IconName = each.Icon,
            IconVariant = 1,
            IsHighlighted = each.Name != "restart",
            State = each.CanRun(process) ? 0 : 2,
        }));
    }

    private static HealthReport Health(ProcessResource process)
    {
        var report = new HealthReport { Key = process.Name, Description = process.Note ?? "", LastRunAt = process.LastProbe?.ToTimestamp() };
        // No status at all means that it is not known yet.
        if (process.LastProbe is not null)
            report.Status = process.State == ResourceState.Running ? 0 : 1;
        return report;
    }

    private static Url Url((string Name, string Url) endpoint, int place, Resource resource) => new()
    {
        EndpointName = endpoint.Name,
        FullUrl = endpoint.Url,
        IsInactive = resource.State is not (ResourceState.Running or ResourceState.RuntimeUnhealthy),
        // The dashboard puts the highest first.
        DisplayProperties = new UrlDisplay { SortOrder = -place },
    };

    private static string? StyleOf(Resource resource) => resource.State switch
    {
        ResourceState.Running => "success",
        ResourceState.RuntimeUnhealthy => "warning",
        ResourceState.FailedToStart => "error",
        ResourceState.Exited when resource.Note is not null => "error",
        _ => null,
    };

    private static void Show(ResourceView view, string name, Value value) => view.Properties.Add(new Property { Name = name, Value = value });
}
