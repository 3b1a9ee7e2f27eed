using FactoryFlow.Production.Workers;
using FactoryFlow.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace FactoryFlow.Production.Tests.Workers;

/// <summary>Random workers and users who share a few addresses.</summary>
public sealed class WorkerLinkProperties
{
    private static readonly Guid[] Users = [.. Enumerable.Range(0, 5).Select(_ => Guid.CreateVersion7())];
    private static readonly string[] Emails = ["a@x.example", "b@x.example", "c@x.example", ""];

    private static readonly Gen<WorkerRow> Worker =
        from email in Gen.Elements(Emails)
        from user in Gen.Frequency((2, Gen.Constant<Guid?>(null)), (1, Gen.Elements(Users).Select(u => (Guid?)u)))
        from isArchived in Gen.Elements(true, false)
        select new WorkerRow(Guid.CreateVersion7(), "W", "A worker", "", email, user, 1, isArchived ? DateTimeOffset.UnixEpoch : null, DateTimeOffset.UnixEpoch);

    private static readonly Gen<StaffMember> Person = from user in Gen.Elements(Users) from email in Gen.Elements(Emails) select new StaffMember(user, email);

    private static readonly Gen<(List<WorkerRow> Workers, List<StaffMember> People)> Case =
        from workers in Gen.ListOf(Worker)
        from people in Gen.ListOf(Person)
        select (Possible(workers), people.ToList());

    [Fact]
    public void Links_are_one_to_one_by_address_and_leave_those_alone_that_there_are() =>
        Prop.ForAll(Arb.From(Case), one =>
        {
            var links = WorkerLink.Between(one.Workers, one.People);
            links.Select(l => l.UserId).Concat(one.Workers.Select(w => w.UserId).OfType<Guid>()).ShouldBeUnique();
            links.Select(l => l.Worker.Id).ShouldBeUnique();
            links.ShouldAllBe(l => l.Worker.UserId == null && l.Worker.ArchiveTime == null && one.People.Contains(new StaffMember(l.UserId, l.Worker.Email)) && l.Worker.Email != "");
        }).Check(500);

    [Fact]
    public void Whoever_could_be_linked_is() =>
        Prop.ForAll(Arb.From(Case), one =>
        {
            var links = WorkerLink.Between(one.Workers, one.People);
            var (linked, taken) = (links.Select(l => l.Worker).ToHashSet(), links.Select(l => l.UserId).Concat(one.Workers.Select(w => w.UserId).OfType<Guid>()).ToHashSet());
            foreach (var worker in one.Workers.Where(w => w is { UserId: null, ArchiveTime: null, Email.Length: > 0 } && !linked.Contains(w)))
                one.People.Where(p => p.Email == worker.Email).ShouldAllBe(p => taken.Contains(p.UserId));
        }).Check(500);

    // What the table's own rules let stand beside each other.
    private static List<WorkerRow> Possible(IEnumerable<WorkerRow> workers)
    {
        var (users, emails) = (new HashSet<Guid>(), new HashSet<string>());
        return [.. workers.Where(w => (w.UserId is not { } user || users.Add(user)) && (w.ArchiveTime is not null || w.Email.Length == 0 || emails.Add(w.Email)))];
    }
}
