using System.Globalization;
using System.Security.Cryptography;
using FactoryFlow.Identity.Users;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Personal;

/// <summary>
/// Sees to it at the start, before anybody is served, that the data keys are there, sealed with the key of today, and that every user
/// is sealed with the newest of them: those of before there were data keys, and those of before there was this one.
/// </summary>
internal sealed class DataKeys(TenantDb db, PersonalData personal, KeyEncryption encryption, IConfiguration configuration, ILogger<DataKeys> log) : IHostedService
{
    private const int Length = 32, Most = 255, Batch = 200;
    private const string Setting = "Identity__DataKeys";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        personal.Know(await db.As(Guid.Empty, tx => Keys(tx, Wanted()), cancellationToken));
        var users = 0;
        while (await db.Through(Door.Seeding, SealSome, cancellationToken) is var some and > 0) users += some;
        if (users > 0) log.LogInformation("Sealed {Users} users with data key {Number}", users, personal.Newest);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private int Wanted() => configuration["Identity:DataKeys"] is not { Length: > 0 } text ? 1
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= Most ? number
        : throw new InvalidOperationException($"{Setting} must be a number from 1 to {Most}.");

    private async Task<List<byte[]>> Keys(TenantTx tx, int wanted)
    {
        var keys = new List<byte[]>();
        foreach (var row in await DataKeyStore.Lock(tx))
        {
            keys.Add(encryption.Open(NameOf(row.Number), row.SealedKey));
            if (encryption.Resealed(NameOf(row.Number), row.SealedKey) is { } box) DataKeyStore.Reseal(tx, row.Number, box);
        }

        while (keys.Count < wanted)
        {
            keys.Add(RandomNumberGenerator.GetBytes(Length));
            DataKeyStore.Add(tx, keys.Count, encryption.Seal(NameOf(keys.Count), keys[^1]));
            tx.Audit("data_key.created", "data_key", Guid.Empty);
        }

        return keys;
    }

    private async Task<int> SealSome(TenantTx tx)
    {
        var users = await DataKeyStore.Unsealed(tx, personal.Newest, Batch);
        foreach (var user in users)
        {
            var (email, name) = user.SealedProfile is { } box ? SealedProfile.Open(personal, user.Id, box) : (user.Email!, user.Name!);
            DataKeyStore.Seal(tx, user, SealedProfile.Seal(personal, user.Id, email, name), personal.Fingerprint(email));
        }

        return users.Count;
    }

    private static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"data key {number}");
}
