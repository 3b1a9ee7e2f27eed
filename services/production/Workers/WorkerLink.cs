using FactoryFlow.Platform.Auth;
using static FactoryFlow.Options.V1.Access.Types;

namespace FactoryFlow.Production.Workers;

/// <summary>A user of the tenant's staff of whom production hears, with the address that they have from now on.</summary>
internal sealed record StaffMember(Guid UserId, string Email)
{
    /// <summary>Of whom a fact says so; null for customers and a vendor's people.</summary>
    public static StaffMember? Of(string kind, Guid userId, string email) => kind == TokenFormat.NameOf(Kind.Staff) ? new StaffMember(userId, email) : null;
}

/// <summary>Which worker a user signs in as from now on.</summary>
internal sealed record WorkerLink(WorkerRow Worker, Guid UserId)
{
    /// <summary>
    /// The links that addresses make. A worker who has a user keeps them, and a user who signs in as somebody goes on doing so, whatever
    /// the addresses say; nobody signs in as a worker who is archived because of an address.
    /// </summary>
    /// <param name="workers">Those who have one of the addresses, or one of the users.</param>
    /// <param name="people">The users, in the order in which they came.</param>
    public static IReadOnlyList<WorkerLink> Between(IReadOnlyCollection<WorkerRow> workers, IEnumerable<StaffMember> people)
    {
        var taken = workers.Select(w => w.UserId).OfType<Guid>().ToHashSet();
        var free = workers.Where(w => w is { UserId: null, ArchiveTime: null, Email.Length: > 0 }).ToDictionary(w => w.Email);
        var links = new List<WorkerLink>();
        foreach (var person in people)
            if (free.TryGetValue(person.Email, out var worker) && taken.Add(person.UserId) && free.Remove(person.Email))
                links.Add(new WorkerLink(worker, person.UserId));
        return links;
    }
}
