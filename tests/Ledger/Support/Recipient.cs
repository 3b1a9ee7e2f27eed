using System.Text;
using FactoryFlow.Testing;
using Google.Api;
using Grpc.Core;

namespace FactoryFlow.Ledger.Tests.Support;

/// <summary>Takes a file piece by piece, and each piece only when a test lets it, where the test wants that.</summary>
internal sealed class Recipient(bool isSlow = false) : IServerStreamWriter<HttpBody>
{
    private readonly TaskCompletionSource _wanted = new(TaskCreationOptions.RunContinuationsAsynchronously), _offered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StringBuilder _text = new();

    public WriteOptions? WriteOptions { get; set; }

    public string Text => _text.ToString();

    /// <summary>The rows, each as its cells; of files without quoted line breaks.</summary>
    public List<string[]> Rows => [.. Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(row => row.Split(','))];

    public int Pieces { get; private set; }

    public string MediaType { get; private set; } = "";

    /// <summary>Waits until a piece is offered, which is not taken yet.</summary>
    public Task Offered() => _offered.Task.InTime();

    /// <summary>Takes whatever is offered from now on.</summary>
    public void TakeAll() => _wanted.SetResult();

    public Task WriteAsync(HttpBody message) => WriteAsync(message, CancellationToken.None);

    public async Task WriteAsync(HttpBody message, CancellationToken cancellationToken)
    {
        _offered.TrySetResult();
        if (isSlow) await _wanted.Task.WaitAsync(cancellationToken);
        if (Pieces++ == 0) MediaType = message.ContentType;
        _text.Append(message.Data.ToStringUtf8());
    }
}
