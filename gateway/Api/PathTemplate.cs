using System.Text;

namespace FactoryFlow.Gateway.Api;

/// <summary>
/// The path of a <c>google.api.http</c> rule: literals, variables such as <c>{job_id}</c>, <c>{name=shelves/*}</c> and
/// <c>{path=**}</c>, and a custom verb such as <c>:complete</c>.
/// </summary>
internal sealed class PathTemplate
{
    private PathTemplate(string routePattern, IReadOnlyList<PathVariable> variables)
    {
        RoutePattern = routePattern;
        Variables = variables;
    }

    /// <summary>The same path as ASP.NET Core's routing writes it.</summary>
    public string RoutePattern { get; }

    /// <summary>What the path binds.</summary>
    public IReadOnlyList<PathVariable> Variables { get; }

    public static PathTemplate Parse(string template)
    {
        if (!template.StartsWith('/')) throw new FormatException($"The path '{template}' must begin with '/'.");
        var pattern = new StringBuilder();
        var variables = new List<PathVariable>();
        foreach (var segment in Split(template[1..]))
        {
            pattern.Append('/');
            if (!segment.StartsWith('{'))
            {
                pattern.Append(segment);
                continue;
            }

            var close = segment.IndexOf('}', StringComparison.Ordinal);
            if (close < 0) throw new FormatException($"The path '{template}' has an open brace.");
            variables.Add(AppendVariable(pattern, segment[1..close], variables.Count));
            pattern.Append(segment.AsSpan(close + 1));
        }

        return new PathTemplate(pattern.ToString(), variables);
    }

    private static PathVariable AppendVariable(StringBuilder pattern, string variable, int index)
    {
        var equals = variable.IndexOf('=', StringComparison.Ordinal);
        var field = equals < 0 ? variable : variable[..equals];
        var parts = new List<PathPart>();
        foreach (var part in (equals < 0 ? "*" : variable[(equals + 1)..]).Split('/'))
        {
            if (parts.Count > 0) pattern.Append('/');
            if (part is not ("*" or "**"))
            {
                pattern.Append(part);
                parts.Add(new PathPart(part, IsParameter: false));
                continue;
            }

            // Named after the field so that the route reads well in traces; numbered where one field has several.
            var name = parts.Exists(p => p.IsParameter) ? $"{field}-{index}-{parts.Count}" : field;
            pattern.Append('{').Append(part == "**" ? "**" : "").Append(name).Append('}');
            parts.Add(new PathPart(name, IsParameter: true));
        }

        return new PathVariable(field, parts);
    }

    // A slash inside braces does not end a segment.
    private static IEnumerable<string> Split(string path)
    {
        var start = 0;
        var depth = 0;
        for (var i = 0; i < path.Length; i++)
        {
            depth += path[i] switch { '{' => 1, '}' => -1, _ => 0 };
            if (path[i] == '/' && depth == 0)
            {
                yield return path[start..i];
                start = i + 1;
            }
        }

        yield return path[start..];
    }
}

/// <summary>A variable of a path: the field that it sets, and what its value is put together from.</summary>
internal sealed record PathVariable(string Field, IReadOnlyList<PathPart> Parts)
{
    /// <summary>The value in this request.</summary>
    public string Read(RouteValueDictionary values)
    {
        // Routing leaves an encoded slash alone, since it would otherwise look like the end of a segment.
        var text = Parts.Count == 1
            ? (string)values[Parts[0].Text]!
            : string.Join('/', Parts.Select(part => part.IsParameter ? (string)values[part.Text]! : part.Text));
        return text.Contains('%', StringComparison.Ordinal) ? text.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase) : text;
    }
}

/// <summary>A literal, or the name of a route parameter.</summary>
internal readonly record struct PathPart(string Text, bool IsParameter);
