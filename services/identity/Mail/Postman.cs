using System.Collections.Concurrent;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Mail;

/// <summary>
/// Sends the mails that were asked for, whichever process asked. A mail whose process dies between sending and writing that down
/// is sent twice, with the same link; one that stops gives back what it has not sent.
/// </summary>
internal sealed partial class Postman(TenantDb db, LetterWriter writer, KeyEncryption encryption, IOutlet outlet, ILogger<Postman> log) : BackgroundService
{
    private const int Armful = 20;
    private const int AtOnce = 4;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);

    // Longer than the slowest server takes over an armful.
    private static readonly TimeSpan Lease = SmtpOutlet.Patience * (Armful / AtOnce) + TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await DeliverArmful(stoppingToken) == Armful) continue;
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogTrouble(e);
            }

            await Task.Delay(Round, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<int> DeliverArmful(CancellationToken stopping)
    {
        var mails = await db.Through(Door.Timers, tx => MailStore.Take(tx, Armful, Lease), stopping);
        var left = new ConcurrentDictionary<Guid, MailRow>(mails.Select(mail => KeyValuePair.Create(mail.Id, mail)));
        try
        {
            await Parallel.ForEachAsync(mails, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stopping }, async (mail, ct) =>
            {
                await Deliver(mail, ct);
                left.TryRemove(mail.Id, out _);
            });
        }
        finally
        {
            if (!left.IsEmpty) await db.Through(Door.Timers, tx => Done(() => MailStore.GiveBack(tx, [.. left.Keys])), CancellationToken.None);
        }

        return mails.Count;
    }

    // What became of a mail is written down even by a process that stops. One that cannot be written or sent holds up no other.
    private async Task Deliver(MailRow mail, CancellationToken ct)
    {
        try
        {
            if (await LetterOf(mail, ct) is not { } letter) return;
            await outlet.Send(mail, letter, ct);
            await db.As(mail.TenantId, tx => Done(() => MailStore.End(tx, mail.Id, MailOutcome.Sent)), CancellationToken.None);
        }
        catch (UndeliverableException e)
        {
            await db.As(mail.TenantId, tx => Done(() => Fail(tx, mail, e.Message, e.IsFinal)), CancellationToken.None);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            LogTrouble(e);
            await db.As(mail.TenantId, tx => Done(() => Fail(tx, mail, e.GetType().Name, isFinal: false)), CancellationToken.None);
        }
    }

    private Task<Letter?> LetterOf(MailRow mail, CancellationToken ct)
    {
        // What a link is for was found out when it was given out; whether somebody is still to be told something is not known before it is sent.
        if (mail is { SealedLetter: { } box, Kind: not MailKind.Notification }) return Task.FromResult<Letter?>(Letter.Open(encryption, mail.Id, box));
        return db.As(mail.TenantId, async tx =>
        {
            var letter = await writer.Write(tx, mail);
            if (letter is null) MailStore.End(tx, mail.Id, MailOutcome.Nobody);
            else if (mail.SealedLetter is null) MailStore.Seal(tx, mail.Id, letter.Seal(encryption, mail.Id));
            return letter;
        }, ct);
    }

    private void Fail(TenantTx tx, MailRow mail, string fault, bool isFinal)
    {
        if (!isFinal && mail.NextTime(tx.Now) is { } next)
        {
            LogLater(mail.Id, mail.Attempts, next, fault);
            MailStore.Postpone(tx, mail.Id, next, fault);
            return;
        }

        LogGivenUp(mail.KindText, mail.Id, mail.Attempts, fault);
        MailStore.End(tx, mail.Id, MailOutcome.GivenUp, fault);
        tx.Audit("mail.given_up", "mail", mail.Id);
    }

    private static Task<bool> Done(Action write)
    {
        write();
        return Task.FromResult(true);
    }

    [LoggerMessage(LogLevel.Warning, "A mail could not be looked for, written or written down; trying again")]
    private partial void LogTrouble(Exception problem);

    [LoggerMessage(LogLevel.Warning, "The mail {Mail} was not taken at attempt {Attempt}, the next is at {Next}: {Fault}")]
    private partial void LogLater(Guid mail, int attempt, DateTimeOffset next, string fault);

    [LoggerMessage(LogLevel.Error, "The {Kind} mail {Mail} was given up after attempt {Attempt}: {Fault}")]
    private partial void LogGivenUp(string kind, Guid mail, int attempt, string fault);
}
