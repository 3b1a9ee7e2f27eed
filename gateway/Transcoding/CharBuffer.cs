using System.Text;

namespace FactoryFlow.Gateway.Transcoding;

/// <summary>Collects characters; one per thread, so that answers are formatted without allocating.</summary>
internal sealed class CharBuffer : TextWriter
{
    // An exceptionally large answer must not stay in memory for the life of the thread.
    private const int MostKept = 1 << 18;

    [ThreadStatic]
    private static CharBuffer? _ofThisThread;

    private char[] _chars = new char[4096];
    private int _length;

    private CharBuffer()
    {
    }

    public override Encoding Encoding => Encoding.Unicode;

    public ReadOnlySpan<char> Written => _chars.AsSpan(0, _length);

    public static CharBuffer OfThisThread()
    {
        var buffer = _ofThisThread ??= new CharBuffer();
        buffer._length = 0;
        if (buffer._chars.Length > MostKept) buffer._chars = new char[4096];
        return buffer;
    }

    public override void Write(char value)
    {
        if (_length == _chars.Length) Grow(1);
        _chars[_length++] = value;
    }

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer)
    {
        if (buffer.Length > _chars.Length - _length) Grow(buffer.Length);
        buffer.CopyTo(_chars.AsSpan(_length));
        _length += buffer.Length;
    }

    private void Grow(int needed)
    {
        var larger = new char[Math.Max(_chars.Length * 2, _length + needed)];
        Written.CopyTo(larger);
        _chars = larger;
    }
}
