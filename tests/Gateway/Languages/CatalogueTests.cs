using System.Text.RegularExpressions;
using FactoryFlow.Gateway.Languages;
using FactoryFlow.Gateway.OpenApi;
using FactoryFlow.Gateway.Transcoding;
using FactoryFlow.Platform.Languages;

namespace FactoryFlow.Gateway.Tests.Languages;

/// <summary>docs/errors.md, which another test compares with the code, says which reasons there are.</summary>
public sealed partial class CatalogueTests
{
    private static readonly IReadOnlyList<string> Others = [Language.Spanish, Language.French];

    public static TheoryData<string> All => [.. Language.All];

    public static TheoryData<string> Translated => [.. Others];

    [Theory]
    [MemberData(nameof(All))]
    public void Every_reason_has_a_title_and_no_other_has(string language) =>
        Catalogue.Of(language).Entries.Where(e => e.Value.Title.Length is > 0 and <= 50).Select(e => e.Key).ShouldBe(Reasons, ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Translated))]
    public void Every_reason_says_what_happened(string language) =>
        Catalogue.Of(language).Entries.Where(e => e.Value.Detail?.EndsWith('.') != true).Select(e => e.Key).ShouldBeEmpty("add a \"detail\", a sentence, in gateway/Languages");

    [Theory]
    [MemberData(nameof(Translated))]
    public void Nothing_is_left_as_it_is_in_english(string language)
    {
        var (here, english) = (Catalogue.Of(language), Catalogue.Of(Language.English));
        here.Entries.Where(e => e.Value.Title == english.Entries[e.Key].Title && e.Key is not "CONFLICT").ShouldBeEmpty();
        Sentences(here).Where(s => s.Key == s.Value).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Translated))]
    public void What_stands_in_a_sentence_stands_in_its_translation(string language) =>
        Sentences(Catalogue.Of(language)).Where(s => !Holes(s.Key).SetEquals(Holes(s.Value))).ShouldBeEmpty();

    [Fact]
    public void Every_language_knows_the_same_sentences() =>
        Sentences(Catalogue.Of(Language.French)).Select(s => s.Key).ShouldBe(Sentences(Catalogue.Of(Language.Spanish)).Select(s => s.Key));

    [Theory]
    [MemberData(nameof(Translated))]
    public void What_the_gateway_says_of_a_field_is_known(string language) =>
        FaultsOfFields().Where(text => Catalogue.Of(language).Phrase(text) is null).ShouldBeEmpty("add them to phrases.json in gateway/Languages");

    private static IEnumerable<string> FaultsOfFields() =>
        typeof(FaultTexts).GetFields().Where(f => f.FieldType == typeof(string)).Select(f => (string)f.GetValue(null)!).Where(text => !text.Contains("application/", StringComparison.Ordinal))
            .Append(FaultTexts.NotJson(0, 4)).Append(FaultTexts.BesideAnother("a, b")).Append(FaultTexts.OfName(FaultTexts.HoldsNul))
            .Concat(Enum.GetValues<Api.ValueKind>().Where(kind => kind is not Api.ValueKind.Enum).Select(FaultTexts.OutOfRange));

    private static IEnumerable<string> Reasons => ReasonTable.Load().Sections.SelectMany(section => section.Rows).Select(row => row.Name).Distinct();

    private static IEnumerable<KeyValuePair<string, string>> Sentences(Catalogue catalogue) =>
        catalogue.Entries.SelectMany(e => e.Value.Sentences ?? new Dictionary<string, string>()).Concat(catalogue.Phrases(Catalogue.Definitions)).Concat(catalogue.Phrases(Catalogue.OfFields)).Concat(catalogue.Phrases(Catalogue.Words));

    private static HashSet<string> Holes(string sentence) => [.. Hole().Matches(sentence).Select(match => match.Value)];

    [GeneratedRegex("{[^}]*}")]
    private static partial Regex Hole();
}
