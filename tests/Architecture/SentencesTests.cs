using FactoryFlow.Gateway.Languages;
using FactoryFlow.Platform.Languages;

namespace FactoryFlow.Architecture.Tests;

/// <summary>Nobody reads English who asked for another language: what a refusal says is in the catalogues of gateway/Languages.</summary>
public sealed class SentencesTests
{
    [Fact]
    public void Every_sentence_that_refuses_is_translated()
    {
        var known = Catalogue.Of(Language.Spanish).Entries.Values.SelectMany(entry => entry.Sentences?.Keys ?? []).ToList();
        Sentences.InCode.Where(said => !known.Exists(sentence => Sentences.CanBe(said.Text, sentence))).Select(said => $"{said.Path}: {said.Text.Replace(Sentences.Hole.ToString(), "{}", StringComparison.Ordinal)}")
            .ShouldBeEmpty("add them under \"sentences\" of their reason in gateway/Languages/es and fr");
    }

    [Fact]
    public void The_sentences_are_really_read() => Sentences.InCode.Count().ShouldBeGreaterThan(150);

    [Theory]
    [InlineData("There is no worker \uffff.", "There is no worker {id}.", true)]
    [InlineData("\uffff is made by \uffff: \uffff\uffff.", "{article} is made by one job: {jobs} and others.", true)]
    [InlineData("There is no foreman \uffff.", "There is no worker {id}.", false)]
    public void What_is_put_together_may_be_any_of_several(string text, string sentence, bool expected) => Sentences.CanBe(text, sentence).ShouldBe(expected);
}
