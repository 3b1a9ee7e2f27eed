using FactoryFlow.Gateway.Languages;
using FactoryFlow.Platform.Languages;

namespace FactoryFlow.Architecture.Tests;

/// <summary>Nobody reads English who asked for another language: what a refusal says is in the catalogues of gateway/Languages.</summary>
public sealed class SentencesTests
{
    private static readonly List<(string Path, string Text)> s_ofDefinitions = [.. Sentences.OfDefinitions];

    [Fact]
    public void Every_sentence_that_refuses_is_translated()
    {
        var known = Catalogue.Of(Language.Spanish).Entries.Values.SelectMany(entry => entry.Sentences?.Keys ?? []).ToList();
        Sentences.InCode.Where(said => !known.Exists(sentence => Sentences.CanBe(said.Text, sentence))).Select(said => $"{said.Path}: {said.Text.Replace(Sentences.Hole.ToString(), "{}", StringComparison.Ordinal)}")
            .ShouldBeEmpty("add them under \"sentences\" of their reason in gateway/Languages/es and fr");
    }

    [Fact]
    public void The_sentences_are_really_read()
    {
        Sentences.InCode.Count().ShouldBeGreaterThan(150);
        s_ofDefinitions.Count.ShouldBeGreaterThan(110);
    }

    [Fact]
    public void Every_sentence_about_a_definition_is_translated()
    {
        var catalogue = Catalogue.Of(Language.Spanish);
        var known = new[] { Catalogue.Definitions, Catalogue.OfFields, Catalogue.Words }.SelectMany(file => catalogue.Phrases(file).Keys)
            .Concat(catalogue.Entries.Values.SelectMany(entry => entry.Sentences?.Keys ?? [])).ToList();
        s_ofDefinitions.Where(said => !known.Exists(sentence => IsKnownAs(said.Text, sentence))).Select(said => $"{said.Path}: {said.Text.Replace(Sentences.Hole.ToString(), "{}", StringComparison.Ordinal)}")
            .ShouldBeEmpty("add them to definitions.json in gateway/Languages/es and fr");
    }

    [Fact]
    public void Every_translated_sentence_about_a_definition_is_still_said() =>
        Catalogue.Of(Language.Spanish).Phrases(Catalogue.Definitions).Keys.Where(sentence => !s_ofDefinitions.Exists(said => IsKnownAs(said.Text, sentence))).ShouldBeEmpty();

    [Fact]
    public void Texts_are_read_with_those_inside_of_them() =>
        Sentences.TextsIn("""
            // "not this"
            Add('"', $"is {(a ? "one" : $"no {b}")}; use {{x}} or \"y\"", name.Find("type"));
            """).ShouldBe(["one", "no \uffff", "is \uffff; use \uffff or \"y\"", "type"]);

    [Theory]
    [InlineData("There is no worker \uffff.", "There is no worker {id}.", true)]
    [InlineData("\uffff is made by \uffff: \uffff\uffff.", "{article} is made by one job: {jobs} and others.", true)]
    [InlineData("There is no foreman \uffff.", "There is no worker {id}.", false)]
    public void What_is_put_together_may_be_any_of_several(string text, string sentence, bool expected) => Sentences.CanBe(text, sentence).ShouldBe(expected);

    // As one of the sentences that it can be, or by the holes of one that says as much.
    private static bool IsKnownAs(string text, string sentence) =>
        Sentences.CanBe(text, sentence) || new Sentence(sentence, "").Say(text.Replace(Sentences.Hole, 'x'), words => words) is not null;
}
