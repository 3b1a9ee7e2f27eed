using FactoryFlow.Platform.Data;
using FactoryFlow.Tenancy.V1;

namespace FactoryFlow.Tenancy.Audit;

/// <summary>The rules of a page that several services answer.</summary>
internal static class AuditPage
{
    /// <summary>The newest entries of all, in the order of their ids; a service that did not answer is named.</summary>
    /// <param name="size">How many entries a page has.</param>
    /// <param name="answers">What each service answered, one more than a page has when it has more; null when it did not.</param>
    public static ListAuditEntriesResponse Of(int size, IReadOnlyList<(string Service, IReadOnlyList<AuditEntry>? Entries)> answers)
    {
        var all = answers.SelectMany(answer => (answer.Entries ?? []).Select(entry => (Id: Guid.Parse(entry.Id), answer.Service, Entry: entry)))
            .OrderByDescending(found => found.Id).ToList();
        var page = new ListAuditEntriesResponse { NextPageToken = all.Count > size ? PageToken.After(all[size - 1].Entry.Id) : "" };
        foreach (var (_, service, entry) in all.Take(size)) page.AuditEntries.Add(new AuditEntry(entry) { Service = service });
        page.UnavailableServices.Add(answers.Where(answer => answer.Entries is null).Select(answer => answer.Service));
        return page;
    }
}
