using System.Buffers.Binary;
using System.Text;

namespace OnnxTrain;

/// <summary>
/// A message of TensorFlow's event.proto in the wire format of protocol buffers. Of <c>Event</c>: wall_time = 1 (double),
/// step = 2, file_version = 3, summary = 5; of <c>Summary</c>: value = 1; of its <c>Value</c>: tag = 1, simple_value = 2 (float).
/// </summary>
internal static class EventMessage
{
    private const int Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5;

    /// <summary>The first event of a file, with the version of the format.</summary>
    public static byte[] Version(double wallTime)
    {
        using var message = new MemoryStream();
        WriteDouble(message, 1, wallTime);
        WriteBytes(message, 3, "brain.Event:2"u8);
        return message.ToArray();
    }

    /// <summary>Numbers by name at a step.</summary>
    public static byte[] Scalars(double wallTime, long step, IEnumerable<(string Tag, float Value)> scalars)
    {
        using var summary = new MemoryStream();
        foreach (var (tag, value) in scalars)
        {
            using var entry = new MemoryStream();
            WriteBytes(entry, 1, Encoding.UTF8.GetBytes(tag));
            WriteFloat(entry, 2, value);
            WriteBytes(summary, 1, entry.ToArray());
        }

        using var message = new MemoryStream();
        WriteDouble(message, 1, wallTime);
        WriteKey(message, 2, Varint);
        WriteVarint(message, (ulong)step);
        WriteBytes(message, 5, summary.ToArray());
        return message.ToArray();
    }

    private static void WriteKey(MemoryStream stream, int field, int wireType) => WriteVarint(stream, (ulong)((field << 3) | wireType));

    /// <summary>Writes seven bits per byte, the lowest first; the top bit marks that more follow.</summary>
    private static void WriteVarint(MemoryStream stream, ulong value)
    {
        for (; value >= 0x80; value >>= 7) stream.WriteByte((byte)(value | 0x80));
        stream.WriteByte((byte)value);
    }

    private static void WriteBytes(MemoryStream stream, int field, ReadOnlySpan<byte> bytes)
    {
        WriteKey(stream, field, Bytes);
        WriteVarint(stream, (ulong)bytes.Length);
        stream.Write(bytes);
    }

    private static void WriteDouble(MemoryStream stream, int field, double value)
    {
        WriteKey(stream, field, Fixed64);
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        stream.Write(bytes);
    }

    private static void WriteFloat(MemoryStream stream, int field, float value)
    {
        WriteKey(stream, field, Fixed32);
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        stream.Write(bytes);
    }
}
