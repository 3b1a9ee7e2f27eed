using System.Buffers;
using System.Text;
using Grpc.Core;

namespace FactoryFlow.Feed.Tests.Api;

/// <summary>Marshallers made of functions on arrays or on contexts.</summary>
public sealed class MarshallerTests
{
    [Fact]
    public void Text_is_marshalled_in_utf_8()
    {
        Marshallers.StringMarshaller.Serializer("ä").ShouldBe([0xC3, 0xA4]);
        Marshallers.StringMarshaller.Deserializer([0xC3, 0xA4]).ShouldBe("ä");
    }

    [Fact]
    public void Functions_on_arrays_also_work_on_contexts()
    {
        var marshaller = Marshallers.Create(Encoding.ASCII.GetBytes, Encoding.ASCII.GetString);
        var context = new Written();
        marshaller.ContextualSerializer("abc", context);
        context.Payload.ShouldBe("abc"u8.ToArray());
        marshaller.ContextualDeserializer(new Received([100])).ShouldBe("d");
    }

    [Fact]
    public void Functions_on_contexts_do_not_work_on_arrays()
    {
        var marshaller = Marshallers.Create<string>((_, context) => context.Complete([1]), _ => "read");
        marshaller.ContextualDeserializer(new Received([])).ShouldBe("read");
        Should.Throw<NotImplementedException>(() => marshaller.Serializer(""));
        Should.Throw<NotImplementedException>(() => marshaller.Deserializer([]));
    }

    [Fact]
    public void A_missing_function_is_refused_by_name()
    {
        Should.Throw<ArgumentNullException>(() => new Marshaller<string>(null!, _ => "")).ParamName.ShouldBe("serializer");
        Should.Throw<ArgumentNullException>(() => new Marshaller<string>(_ => [], null!)).ParamName.ShouldBe("deserializer");
    }

    [Fact]
    public void A_bare_context_implements_nothing_but_the_length_hint()
    {
        var bare = new Bare();
        Should.NotThrow(() => bare.SetPayloadLength(1));
        Should.Throw<NotImplementedException>(() => bare.Complete());
        Should.Throw<NotImplementedException>(() => bare.Complete([]));
        Should.Throw<NotImplementedException>(() => bare.GetBufferWriter());
        Should.Throw<NotImplementedException>(() => new BareInput().PayloadAsNewBuffer());
        Should.Throw<NotImplementedException>(() => new BareInput().PayloadAsReadOnlySequence());
    }

    private sealed class Written : SerializationContext
    {
        public byte[]? Payload { get; private set; }

        public override void Complete(byte[] payload) => Payload = payload;
    }

    private sealed class Received(byte[] payload) : DeserializationContext
    {
        public override int PayloadLength => payload.Length;

        public override byte[] PayloadAsNewBuffer() => payload;

        public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => new(payload);
    }

    private sealed class Bare : SerializationContext;

    private sealed class BareInput : DeserializationContext
    {
        public override int PayloadLength => 0;
    }
}
