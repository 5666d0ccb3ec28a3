using System.Text;

namespace OnnxTrain;

/// <summary>Streams of text in any encoding that a byte order mark tells.</summary>
internal static class EncodedStream
{
    /// <summary>The text in UTF-8, without a mark. Without one it is taken for UTF-8.</summary>
    public static Stream ToUtf8(Stream stream)
    {
        Span<byte> start = stackalloc byte[3];
        start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        return start switch
        {
            [0xEF, 0xBB, 0xBF] => stream,
            [0xFF, 0xFE, ..] => Transcoded(Encoding.Unicode, start[2..]),
            [0xFE, 0xFF, ..] => Transcoded(Encoding.BigEndianUnicode, start[2..]),
            _ => new PrefixedStream(start, stream),
        };

        Stream Transcoded(Encoding encoding, ReadOnlySpan<byte> rest) =>
            Encoding.CreateTranscodingStream(new PrefixedStream(rest, stream), encoding, new UTF8Encoding(false), leaveOpen: true);
    }
}
