using System.Text.Json;
using FactoryFlow.Gateway.OpenApi;
using FactoryFlow.Gateway.Problems;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Platform.Languages;
using Microsoft.AspNetCore.WebUtilities;

namespace FactoryFlow.Gateway.Languages;

/// <summary>
/// What problem documents say in one language. Services speak English and name a reason; the catalogue knows the sentences that they
/// say for it, and finds again what stands in them.
/// </summary>
internal sealed class Catalogue
{
    /// <summary>The files of what is said of a workflow definition, of any field, and in a hole for words.</summary>
    public const string Definitions = "definitions", OfFields = "phrases", Words = "words";

    private const string Prefix = "languages/";
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    private static readonly Dictionary<string, Catalogue> ByLanguage = Language.All.ToDictionary(code => code, code => new Catalogue(code));

    // What a service says when it has nothing more exact to say.
    private static readonly Lazy<HashSet<string>> Meanings = new(() => [.. ReasonTable.Load().Sections.SelectMany(section => section.Rows).Select(row => row.Meaning)]);

    private readonly Dictionary<string, List<Sentence>> _sentences = new(StringComparer.Ordinal);
    private readonly List<Sentence> _phrases;
    private readonly List<Sentence> _withSemicolon;
    private readonly List<Sentence> _words;
    private readonly Func<string, string> _inWords;
    private readonly string _colon;
    private readonly string _semicolon;

    private Catalogue(string language)
    {
        Code = language;
        // French sets them off, by a space that no line is broken at.
        (_colon, _semicolon) = language == Language.French ? ("\u00a0: ", "\u202f; ") : (": ", "; ");
        foreach (var (area, text) in Files(language))
        {
            if (area is Definitions or OfFields or Words) continue;
            foreach (var (reason, entry) in JsonSerializer.Deserialize<Dictionary<string, Entry>>(text, Format)!)
            {
                Entries.Add(reason, entry);
                _sentences.Add(reason, List(entry.Sentences));
            }
        }

        // What is said of a workflow definition is the more exact.
        (_phrases, _words) = ([.. List(Phrases(Definitions)), .. List(Phrases(OfFields))], List(Phrases(Words)));
        _withSemicolon = [.. _phrases.Where(phrase => phrase.HoldsSemicolon)];
        _inWords = InWords;
    }

    /// <summary>The language.</summary>
    public string Code { get; }

    /// <summary>What there is of each reason.</summary>
    public Dictionary<string, Entry> Entries { get; } = new(StringComparer.Ordinal);

    /// <summary>The catalogue of a language of ours.</summary>
    public static Catalogue Of(string language) => ByLanguage[language];

    /// <summary>One of the files of sentences that belong to no one reason.</summary>
    public IReadOnlyDictionary<string, string> Phrases(string file) =>
        Files(Code).Where(f => f.Area == file).Select(f => JsonSerializer.Deserialize<Dictionary<string, string>>(f.Text, Format)!).FirstOrDefault() ?? [];

    /// <summary>What a problem is called: its reason's name, or the status in English where the reason is not known.</summary>
    public string Title(Problem problem) =>
        Entries.TryGetValue(problem.Reason, out var entry) ? entry.Title : ReasonPhrases.GetReasonPhrase(problem.Status);

    /// <summary>
    /// The problem as it is said in this language. What is said in a way that the catalogue does not know is said in general, with the
    /// English behind it: no number or name gets lost.
    /// </summary>
    public Problem Translate(Problem problem)
    {
        if (Code == Language.English || !Entries.TryGetValue(problem.Reason, out var entry)) return problem;
        var own = Say(_sentences[problem.Reason], problem.Detail);
        var errors = problem.Errors.Select(error => error with { Message = error.Message == problem.Detail ? own ?? error.Message : Phrase(error.Message) ?? error.Message }).ToList();
        var detail = own ?? MadeOf(problem, errors) ?? Phrase(problem.Detail);
        return problem with { Errors = errors, Detail = detail ?? (Meanings.Value.Contains(problem.Detail) ? entry.Detail! : $"{entry.Detail} ({problem.Detail})") };
    }

    /// <summary>What is said of a field; null when the catalogue does not know it.</summary>
    public string? Phrase(string english) => Say(_phrases, english);

    // A detail that only says again what is wrong with the fields is made of what is said of them.
    private string? MadeOf(Problem problem, List<FieldError> errors)
    {
        var isMadeOfThem = errors.Count > 0
            && (problem.Reason == CommonReasons.InvalidInput.Name || problem.Detail == $"{problem.Errors[0].Field} {problem.Errors[0].Message}.");
        if (!isMadeOfThem) return null;
        return string.Join(_semicolon, errors.Select(error => error.Field.Length == 0 ? error.Message : error.Field + _colon + error.Message)) + ".";
    }

    // Several of them, unless it is one with a semicolon of its own.
    private string InWords(string english) =>
        Say(_withSemicolon, english) ?? string.Join(_semicolon, english.Split("; ").Select(part => Say(_words, part) ?? Phrase(part) ?? part));

    private string? Say(List<Sentence> sentences, string english)
    {
        foreach (var sentence in sentences)
            if (sentence.Say(english, _inWords) is { } said)
                return said;
        return null;
    }

    private static List<Sentence> List(IReadOnlyDictionary<string, string>? sentences) => [.. (sentences ?? new Dictionary<string, string>()).Select(s => new Sentence(s.Key, s.Value))];

    private static IEnumerable<(string Area, string Text)> Files(string language)
    {
        var assembly = typeof(Catalogue).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith($"{Prefix}{language}/", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return (Path.GetFileNameWithoutExtension(name), reader.ReadToEnd());
        }
    }
}
