using FactoryFlow.Platform.Data;
using FactoryFlow.Tenancy.V1;

namespace FactoryFlow.Tenancy.Operations;

/// <summary>The rules of a page that several services answer.</summary>
internal static class UndeliverableFactPage
{
    /// <summary>The newest facts of all, in the order of their ids; a service that did not answer is named.</summary>
    /// <param name="size">How many facts a page has.</param>
    /// <param name="answers">What each service answered, one more than a page has when it has more; null when it did not.</param>
    public static ListUndeliverableFactsResponse Of(int size, IReadOnlyList<(string Service, IEnumerable<UndeliverableFact>? Facts)> answers)
    {
        var all = answers.SelectMany(answer => answer.Facts ?? []).OrderByDescending(fact => Guid.Parse(fact.Id)).ToList();
        return new ListUndeliverableFactsResponse
        {
            UndeliverableFacts = { all.Take(size) }, NextPageToken = all.Count > size ? PageToken.After(all[size - 1].Id) : "",
            UnavailableServices = { answers.Where(answer => answer.Facts is null).Select(answer => answer.Service) },
        };
    }
}
