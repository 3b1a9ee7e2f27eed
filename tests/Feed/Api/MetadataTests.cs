using System.Text;
using Grpc.Core;

namespace FactoryFlow.Feed.Tests.Api;

/// <summary>Headers and trailers behave as documented.</summary>
public sealed class MetadataTests
{
    private const string BadKey = "Metadata entry key not valid. Keys can only contain lowercase alphanumeric characters, underscores, hyphens and dots.";
    private const string ReadOnly = "Object is read only";

    [Fact]
    public void Keys_are_lower_cased() => new Metadata.Entry("X-Request.Id_1", "v").Key.ShouldBe("x-request.id_1");

    [Theory]
    [InlineData("a b")]
    [InlineData("a:b")]
    [InlineData("a/b")]
    [InlineData("ä")]
    [InlineData("a\n")]
    public void A_key_with_a_character_outside_the_alphabet_is_refused(string key)
    {
        Should.Throw<ArgumentException>(() => new Metadata.Entry(key, "v")).Message.ShouldBe(BadKey);
        Should.Throw<ArgumentException>(() => new Metadata.Entry(key + "-bin", [1])).Message.ShouldBe(BadKey);
    }

    [Theory]
    [InlineData("token-bin")]
    [InlineData("Token-BIN")]
    public void Text_under_a_binary_key_is_refused(string key) =>
        Should.Throw<ArgumentException>(() => new Metadata.Entry(key, "v")).Message
            .ShouldBe("Key for ASCII valued metadata entry cannot have suffix indicating binary value.");

    [Theory]
    [InlineData("token")]
    [InlineData("bin")]
    [InlineData("")]
    public void Bytes_under_a_text_key_are_refused(string key) =>
        Should.Throw<ArgumentException>(() => new Metadata.Entry(key, [1])).Message
            .ShouldBe("Key for binary valued metadata entry needs to have '-bin' suffix indicating binary value.");

    [Fact]
    public void Null_is_refused_by_name()
    {
        Should.Throw<ArgumentNullException>(() => new Metadata.Entry(null!, "v")).ParamName.ShouldBe("key");
        Should.Throw<ArgumentNullException>(() => new Metadata.Entry("k", (string)null!)).ParamName.ShouldBe("value");
        Should.Throw<ArgumentNullException>(() => new Metadata.Entry("k-bin", (byte[])null!)).ParamName.ShouldBe("valueBytes");
        Should.Throw<ArgumentNullException>(() => new Metadata { (Metadata.Entry)null! }).ParamName.ShouldBe("item");
    }

    [Fact]
    public void A_text_entry_gives_its_text_and_the_bytes_of_it()
    {
        var entry = new Metadata.Entry("k", "v");
        (entry.IsBinary, entry.Value).ShouldBe((false, "v"));
        entry.ValueBytes.ShouldBe(Encoding.ASCII.GetBytes("v"));
        entry.ToString().ShouldBe("[Entry: key=k, value=v]");
    }

    [Fact]
    public void A_binary_entry_gives_its_bytes_and_refuses_to_be_text()
    {
        var entry = new Metadata.Entry("k-bin", [1, 2]);
        entry.IsBinary.ShouldBeTrue();
        entry.ValueBytes.ShouldBe([1, 2]);
        entry.ToString().ShouldBe("[Entry: key=k-bin, valueBytes=System.Byte[]]");
        Should.Throw<InvalidOperationException>(() => entry.Value).Message.ShouldBe("Cannot access string value of a binary metadata entry");
    }

    [Fact]
    public void A_binary_entry_cannot_be_changed_from_outside()
    {
        byte[] given = [1];
        var entry = new Metadata.Entry("k-bin", given);
        given[0] = 2;
        entry.ValueBytes[0] = 3;
        entry.ValueBytes.ShouldBe([1]);
    }

    [Fact]
    public void Looking_up_a_key_finds_the_last_entry_in_any_case()
    {
        var metadata = new Metadata { { "k", "first" }, { "other", "x" }, { "k", "last" }, { "b-bin", [9] } };
        metadata.Get("K").ShouldBeSameAs(metadata[2]);
        metadata.GetValue("K").ShouldBe("last");
        metadata.GetValueBytes("B-Bin").ShouldBe([9]);
        metadata.GetAll("K").Select(entry => entry.Value).ShouldBe(["first", "last"]);
    }

    [Fact]
    public void Looking_up_a_missing_key_finds_nothing()
    {
        var metadata = new Metadata { { "k", "v" } };
        metadata.Get("m").ShouldBeNull();
        metadata.GetValue("m").ShouldBeNull();
        metadata.GetValueBytes("m").ShouldBeNull();
        metadata.GetAll("m").ShouldBeEmpty();
    }

    [Fact]
    public void It_is_a_list_like_any_other()
    {
        Metadata.Entry a = new("a", "1"), b = new("b", "2"), c = new("c", "3");
        var metadata = new Metadata { a, c };
        metadata.Insert(1, b);
        metadata.ShouldBe([a, b, c]);
        metadata[0] = c;
        (metadata.IndexOf(b), metadata.Contains(a), metadata.Remove(a), metadata.Remove(b)).ShouldBe((1, false, false, true));
        metadata.RemoveAt(0);
        metadata.CopyTo(new Metadata.Entry[1], 0);
        metadata.Clear();
        (metadata.Count, metadata.IsReadOnly).ShouldBe((0, false));
    }

    public static TheoryData<string, Action<Metadata>> Changes => new()
    {
        { "add text", metadata => metadata.Add("k", "v") },
        { "add bytes", metadata => metadata.Add("k-bin", [1]) },
        { "add an entry", metadata => metadata.Add(new Metadata.Entry("k", "v")) },
        { "insert", metadata => metadata.Insert(0, new Metadata.Entry("k", "v")) },
        { "set", metadata => metadata[0] = new Metadata.Entry("k", "v") },
        { "remove", metadata => metadata.Remove(new Metadata.Entry("k", "v")) },
        { "remove at", metadata => metadata.RemoveAt(0) },
        { "clear", metadata => metadata.Clear() },
    };

    [Theory]
    [MemberData(nameof(Changes), DisableDiscoveryEnumeration = true)]
    public void The_empty_instance_refuses_every_change(string change, Action<Metadata> apply)
    {
        Should.Throw<InvalidOperationException>(() => apply(Metadata.Empty), change).Message.ShouldBe(ReadOnly);
        (Metadata.Empty.Count, Metadata.Empty.IsReadOnly).ShouldBe((0, true));
    }
}
