using System.Buffers.Binary;
using System.Text;

namespace OnnxTrain.Tests.Reports;

/// <summary>Reads event files by TensorFlow's description of them, with a bitwise CRC of its own.</summary>
internal static class EventFile
{
    public sealed record Event(double WallTime, long Step, string? Version, IReadOnlyList<(string Tag, float Value)> Scalars);

    public static List<Event> Read(string path)
    {
        var (bytes, events) = (File.ReadAllBytes(path), new List<Event>());
        for (var at = 0; at < bytes.Length;)
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at));
            Assert.Equal(Masked(bytes.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 8)));
            var data = bytes.AsSpan(at + 12, length);
            Assert.Equal(Masked(data), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 12 + length)));
            events.Add(ReadEvent(data));
            at += 16 + length;
        }

        return events;
    }

    public static uint Crc(ReadOnlySpan<byte> data)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var b in data)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
        }

        return crc ^ 0xFFFFFFFF;
    }

    static uint Masked(ReadOnlySpan<byte> data)
    {
        var crc = Crc(data);
        return unchecked(((crc >> 15) | (crc << 17)) + 0xa282ead8u);
    }

    static Event ReadEvent(ReadOnlySpan<byte> data)
    {
        var (time, step, version, scalars) = (0.0, 0L, (string?)null, new List<(string, float)>());
        while (!data.IsEmpty)
        {
            switch (Varint(ref data))
            {
                case (1 << 3) | 1: time = BinaryPrimitives.ReadDoubleLittleEndian(Take(ref data, 8)); break;
                case 2 << 3: step = (long)Varint(ref data); break;
                case (3 << 3) | 2: version = Encoding.UTF8.GetString(Take(ref data, (int)Varint(ref data))); break;
                case (5 << 3) | 2: scalars.AddRange(ReadSummary(Take(ref data, (int)Varint(ref data)))); break;
                case var key: throw new InvalidDataException($"key {key}");
            }
        }

        return new(time, step, version, scalars);
    }

    static List<(string, float)> ReadSummary(ReadOnlySpan<byte> data)
    {
        var values = new List<(string, float)>();
        while (!data.IsEmpty)
        {
            Assert.Equal((1ul << 3) | 2, Varint(ref data));
            var value = Take(ref data, (int)Varint(ref data));
            Assert.Equal((1ul << 3) | 2, Varint(ref value));
            var tag = Encoding.UTF8.GetString(Take(ref value, (int)Varint(ref value)));
            Assert.Equal((2ul << 3) | 5, Varint(ref value));
            values.Add((tag, BinaryPrimitives.ReadSingleLittleEndian(Take(ref value, 4))));
            Assert.True(value.IsEmpty);
        }

        return values;
    }

    static ulong Varint(ref ReadOnlySpan<byte> data)
    {
        var value = 0ul;
        for (var shift = 0; ; shift += 7)
        {
            var b = Take(ref data, 1)[0];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80) return value;
        }
    }

    static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> data, int count)
    {
        var taken = data[..count];
        data = data[count..];
        return taken;
    }
}
