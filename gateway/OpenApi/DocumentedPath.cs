using FactoryFlow.Gateway.Api;

namespace FactoryFlow.Gateway.OpenApi;

/// <summary>A binding's path as the document writes it: <c>/api/v1/jobs/{jobId}:start</c>.</summary>
internal static class DocumentedPath
{
    /// <param name="binding">The binding.</param>
    /// <param name="known">The names that the variables of a path were given when it was first met, by what it is without them.</param>
    public static (string Path, string[] Variables) Of(HttpBinding binding, Dictionary<string, string[]> known)
    {
        var bare = Fill(binding.Path.RoutePattern, _ => "");
        if (!known.TryGetValue(bare, out var names)) names = known[bare] = [.. NamesOf(binding)];
        return (Fill(binding.Path.RoutePattern, index => names[index]), names);
    }

    private static IEnumerable<string> NamesOf(HttpBinding binding)
    {
        foreach (var variable in binding.Variables)
        {
            var parts = variable.Variable.Parts.Count(part => part.IsParameter);
            for (var part = 1; part <= parts; part++) yield return parts == 1 ? variable.JsonPath : $"{variable.JsonPath}{part}";
        }
    }

    private static string Fill(string pattern, Func<int, string> name)
    {
        var index = 0;
        return string.Join('/', pattern.Split('/').Select(segment => segment.StartsWith('{')
            ? $"{{{name(index++)}}}{segment[(segment.IndexOf('}', StringComparison.Ordinal) + 1)..]}"
            : segment));
    }
}
