using FactoryFlow.Identity.Links;
using FactoryFlow.Identity.Mail;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Signups;

/// <summary>What is asked and written about customers who signed up and have not confirmed their address.</summary>
internal static class SignupStore
{
    /// <summary>Keeps who signed up, if the mail that confirms it was queued.</summary>
    public static void Add(TenantTx tx, SignupRow signup, Guid mail) => tx.Write($"""
        insert into signups (tenant_id, id, sealed_profile, password_hash, create_time, expire_time)
        select {tx.TenantId}, {signup.Id}, {signup.SealedProfile}, {signup.PasswordHash}, {tx.Now}, {tx.Now + Link.LifetimeOf(MailKind.Signup)}
        where exists (select from mails where tenant_id = {tx.TenantId} and id = {mail})
        """);

    /// <summary>Takes who signed up, to make them a user.</summary>
    public static Answer<SignupRow> Take(TenantTx tx, Guid id) => tx.Ask<SignupRow>($"""
        delete from signups where tenant_id = {tx.TenantId} and id = {id} and expire_time > {tx.Now} returning id, sealed_profile, password_hash
        """);

    /// <summary>Forgets who signed up in vain.</summary>
    public static void Forget(TenantTx tx, Guid id) => tx.Write($"delete from signups where tenant_id = {tx.TenantId} and id = {id}");
}

/// <summary>A customer who signed up: address and name in one box, and the password's hash.</summary>
internal sealed record SignupRow(Guid Id, byte[] SealedProfile, string PasswordHash);
