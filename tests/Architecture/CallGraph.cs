using System.Text.RegularExpressions;

namespace FactoryFlow.Architecture.Tests;

/// <summary>
/// What is reached from a method of a service, read off the text: calls of the same class and of a class by its name, as rules and stores
/// are called. What is called on a value is not followed, so that nothing is reached that is not.
/// </summary>
internal sealed partial class CallGraph
{
    private readonly Dictionary<string, List<Method>> _methods;

    public CallGraph(IEnumerable<SourceFile> files) =>
        _methods = files.SelectMany(MethodsOf).GroupBy(method => method.Type).ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);

    /// <summary>The text of a method and of all that it reaches, each with the way there.</summary>
    /// <param name="type">The class.</param>
    /// <param name="name">The method, which stands in a file of its own that is called like it: all of the file is its own.</param>
    public IEnumerable<(string Way, string Text)> From(string type, string name)
    {
        var left = new Queue<(string Way, Method Method)>((_methods.GetValueOrDefault(type) ?? []).Where(m => m.File == name).Select(m => (name, m)));
        var seen = left.Select(one => one.Method).ToHashSet();
        while (left.TryDequeue(out var at))
        {
            yield return (at.Way, at.Method.Text);
            foreach (var called in CalledBy(at.Method).Where(seen.Add)) left.Enqueue(($"{at.Way} > {called.Type}.{called.Name}", called));
        }
    }

    // Another RPC is not called but asked by whoever calls it.
    private IEnumerable<Method> CalledBy(Method method)
    {
        var named = Named().Matches(method.Text).Select(m => (Type: m.Groups[1].Value, Name: m.Groups[2].Value));
        var own = Own().Matches(method.Text).Select(m => (method.Type, Name: m.Groups[1].Value));
        return named.Concat(own).Distinct().SelectMany(call => (_methods.GetValueOrDefault(call.Type) ?? []).Where(m => m.Name == call.Name && !m.Text.Contains("override Task", StringComparison.Ordinal)));
    }

    private static IEnumerable<Method> MethodsOf(SourceFile file)
    {
        var code = Comment().Replace(file.Text, "");
        if (Type().Match(code) is not { Success: true } type) yield break;
        foreach (Match head in Head().Matches(code))
        {
            var body = EndOf(code, head.Index + head.Length - 1, '(', ')');
            if (Begin().Match(code, body) is not { Success: true } begin) continue;
            var end = begin.Value.EndsWith('{') ? EndOf(code, begin.Index + begin.Length - 1, '{', '}') : EndOfExpression(code, begin.Index + begin.Length);
            yield return new Method(type.Groups[1].Value, head.Groups[1].Value, file.Name, code[head.Index..end]);
        }
    }

    // Behind the bracket that closes the one that stands here.
    private static int EndOf(string code, int at, char open, char close)
    {
        for (var depth = 0; at < code.Length; at++)
        {
            if (code[at] == open) depth++;
            if (code[at] == close && --depth == 0) return at + 1;
        }

        return code.Length;
    }

    private static int EndOfExpression(string code, int at)
    {
        for (var depth = 0; at < code.Length; at++)
        {
            if ("({[".Contains(code[at])) depth++;
            if (")}]".Contains(code[at])) depth--;
            if (code[at] == ';' && depth <= 0) return at;
        }

        return code.Length;
    }

    private sealed record Method(string Type, string Name, string File, string Text);

    [GeneratedRegex("//[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\b(?:class|record struct|record|struct|interface) (\w+)")]
    private static partial Regex Type();

    [GeneratedRegex(@"(?:public|private|internal|protected|static|async)\b[^;{}=()]*?\b(\w+)(?:<[\w, ]+>)?\(")]
    private static partial Regex Head();

    [GeneratedRegex(@"\G\s*(?:where[^{=]*)?(?:=>|\{)")]
    private static partial Regex Begin();

    [GeneratedRegex(@"\b([A-Z]\w+)\.(\w+)\b")]
    private static partial Regex Named();

    [GeneratedRegex(@"(?<![\w.])(\w+)\(")]
    private static partial Regex Own();
}
