using System.Text;
using System.Threading.Channels;
using FactoryFlow.Events.Workflow;
using FactoryFlow.Testing;
using FactoryFlow.Workflow.Feed;
using FactoryFlow.Workflow.Tests.Support;
using FactoryFlow.Workflow.Tests.Webhooks;
using FactoryFlow.Workflow.V1;
using Google.Api;
using Grpc.Core;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using EventService = FactoryFlow.Workflow.Feed.EventService;

namespace FactoryFlow.Workflow.Tests.Feed;

/// <summary>A tenant in which things happen, and a program of theirs that reads of it.</summary>
internal sealed class Reader(World world) : IDisposable
{
    private readonly ApplicationLifetime _life = new(NullLogger<ApplicationLifetime>.Instance);

    public Shop Shop { get; } = new(world);

    public EventStreams Streams { get; } = new();

    private EventService Events => new(world.Db, Streams, TimeProvider.System, _life);

    /// <summary>Several things at once, heard of together.</summary>
    public async Task<IReadOnlyList<WorkflowInstanceStarted>> Happen(int count)
    {
        WorkflowInstanceStarted[] facts = [.. Enumerable.Range(0, count).Select(_ => Shop.Started(Shop.Tenant))];
        await Shop.Hear("tell-webhooks", facts).InTime();
        return facts;
    }

    public Task<ListEventsResponse> List(string after = "", int size = 0, string page = "", params string[] types) =>
        Events.ListEvents(new() { After = after, PageSize = size, PageToken = page, EventTypes = { types } }, Shop.Desk.Call()).InTime();

    /// <summary>All events after a cursor.</summary>
    public async Task<IReadOnlyList<Event>> All(string after = "")
    {
        var (all, answer) = (new List<Event>(), await List(after));
        all.AddRange(answer.Events);
        while (answer.NextPageToken.Length > 0) all.AddRange((answer = await List(page: answer.NextPageToken)).Events);
        return all;
    }

    /// <summary>A stream, and when it ends.</summary>
    public (Client Client, Task End) Watch(string after = "", string lastEventId = "", int seconds = 20, params string[] types)
    {
        var (client, call) = (new Client(), Shop.Desk.Call());
        if (lastEventId.Length > 0) call.RequestHeaders.Add("last-event-id", lastEventId);
        return (client, Events.WatchEvents(new() { After = after, DurationSeconds = seconds, EventTypes = { types } }, client, call));
    }

    /// <summary>The process is told to end.</summary>
    public void Stop() => _life.StopApplication();

    public void Dispose() => _life.StopApplication();
}

/// <summary>Reads server-sent events as a browser does.</summary>
internal sealed class Client : IServerStreamWriter<HttpBody>
{
    private readonly Channel<(string Id, string Event, string Data)> _events = Channel.CreateUnbounded<(string, string, string)>();
    private readonly TaskCompletionSource _began = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StringBuilder _rest = new();

    public WriteOptions? WriteOptions { get; set; }

    /// <summary>What it would say as Last-Event-ID.</summary>
    public string LastId { get; private set; } = "";

    /// <summary>Until the first that was sent.</summary>
    public Task Began() => _began.Task.InTime();

    public Task<(string Id, string Event, string Data)> Next() => _events.Reader.ReadAsync(Limit.Soon()).AsTask();

    public Task WriteAsync(HttpBody message, CancellationToken cancellationToken) => WriteAsync(message);

    public Task WriteAsync(HttpBody message)
    {
        _rest.Append(message.Data.ToStringUtf8());
        var parts = _rest.ToString().Split("\n\n");
        foreach (var part in parts[..^1])
        {
            var lines = part.Split('\n').Select(line => line.Split(": ", 2)).ToDictionary(line => line[0], line => line[1]);
            if (lines.TryGetValue("id", out var id)) LastId = id;
            if (lines.TryGetValue("data", out var data)) _events.Writer.TryWrite((LastId, lines["event"], data));
        }

        _rest.Clear().Append(parts[^1]);
        _began.TrySetResult();
        return Task.CompletedTask;
    }
}
