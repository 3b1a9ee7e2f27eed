using System.Text;
using FactoryFlow.Ledger.Statements;
using FactoryFlow.Platform.Data;
using Google.Api;
using Google.Protobuf;
using Grpc.Core;

namespace FactoryFlow.Ledger.Exports;

/// <summary>
/// Sends the books of one moment as a CSV file, page by page. The next page is read when the one before was taken: whatever the file's
/// size, a page of it is in memory, and between two pages nothing is held in the database.
/// </summary>
/// <param name="Accounts">The accounts, and how many lines each had at that moment.</param>
/// <param name="Booked">When they were booked; null for any time.</param>
/// <param name="Effective">When they happened; null for any time.</param>
/// <param name="Columns">What is said of a line.</param>
/// <param name="WithOthers">Whether the lines on accounts that are nobody's own belong to it.</param>
internal sealed record Export(
    IReadOnlyList<Stretch> Accounts, StatementRange? Booked, StatementRange? Effective, IReadOnlyList<Column> Columns, bool WithOthers)
{
    private const int LinesAtOnce = 500;
    private const int AccountsAtOnce = 200;

    /// <summary>Sends it all; whoever waits for a piece knows by the next one, be it empty, that there is more to come.</summary>
    public async Task Send(TenantDb db, IServerStreamWriter<HttpBody> stream, ServerCallContext context, string fileName)
    {
        var file = new StringBuilder();
        Csv.Write(file, Columns.Select(c => c.Name));
        var isBegun = false;
        await foreach (var page in Pages(db, context))
        {
            foreach (var row in page) Csv.Write(file, Columns.Select(c => c.Cell(row)));
            await SendPiece();
        }

        if (!isBegun) await SendPiece();

        async Task SendPiece()
        {
            if (!isBegun) await context.WriteResponseHeadersAsync(new Metadata { { "content-disposition", $"attachment; filename=\"{fileName}\"" } });
            await stream.WriteAsync(new HttpBody { ContentType = isBegun ? "" : Csv.MediaType, Data = ByteString.CopyFromUtf8(file.ToString()) }, context.CancellationToken);
            isBegun = true;
            file.Clear();
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<ExportRow>> Pages(TenantDb db, ServerCallContext context)
    {
        foreach (var some in Accounts.Chunk(AccountsAtOnce))
        {
            var stretches = Booked is { } range ? await db.Read(context, tx => ExportStore.Booked(tx, some, range)) : some;
            foreach (var page in Stretch.Pages(stretches, LinesAtOnce)) yield return await db.Read(context, tx => ExportStore.Rows(tx, page, Effective, WithOthers));
        }
    }
}
