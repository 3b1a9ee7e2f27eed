namespace FactoryFlow.Gateway.Transcoding;

/// <summary>Reads characters from an array that somebody else owns: a StringReader would need them as a string first.</summary>
internal sealed class CharReader(char[] chars, int length) : TextReader
{
    private int _position;

    public override int Peek() => _position < length ? chars[_position] : -1;

    public override int Read() => _position < length ? chars[_position++] : -1;
}
