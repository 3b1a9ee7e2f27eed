using System.Text;

namespace FactoryFlow.Gateway.Transcoding;

/// <summary>Collects characters; one per thread, so that answers are formatted without allocating.</summary>
internal sealed class CharBuffer : TextWriter
{
    // An exceptionally large answer must not stay in memory for the life of the thread.
    private const int MostKept = 1 << 18;

    [ThreadStatic]
    private static CharBuffer? ofThisThread;

    private char[] chars = new char[4096];
    private int length;

    private CharBuffer()
    {
    }

    public override Encoding Encoding => Encoding.Unicode;

    public ReadOnlySpan<char> Written => chars.AsSpan(0, length);

    public static CharBuffer OfThisThread()
    {
        var buffer = ofThisThread ??= new CharBuffer();
        buffer.length = 0;
        if (buffer.chars.Length > MostKept)
        {
            buffer.chars = new char[4096];
        }

        return buffer;
    }

    public override void Write(char value)
    {
        if (length == chars.Length)
        {
            Grow(1);
        }

        chars[length++] = value;
    }

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer)
    {
        if (buffer.Length > chars.Length - length)
        {
            Grow(buffer.Length);
        }

        buffer.CopyTo(chars.AsSpan(length));
        length += buffer.Length;
    }

    private void Grow(int needed)
    {
        var larger = new char[Math.Max(chars.Length * 2, length + needed)];
        Written.CopyTo(larger);
        chars = larger;
    }
}
