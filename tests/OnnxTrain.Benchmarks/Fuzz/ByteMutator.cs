using System.Buffers.Binary;

namespace OnnxTrain.Benchmarks.Fuzz;

/// <summary>Changes of bytes that know nothing of their meaning.</summary>
internal static class ByteMutator
{
    private static readonly long[] Numbers =
    [
        0, 1, -1, 2, 7, 127, 128, 255, 256, 32767, 65535, 65536, int.MaxValue, int.MinValue, uint.MaxValue, 1L << 40, long.MaxValue,
        long.MinValue, 99_999_999_999,
    ];

    /// <summary>A number at an edge.</summary>
    public static long Number(Random random) => random.Next(4) == 0 ? random.NextInt64() : Numbers[random.Next(Numbers.Length)];

    /// <summary>One to four changes.</summary>
    public static byte[] Mutate(Random random, byte[] input)
    {
        for (var changes = 1 + random.Next(4); changes > 0; changes--) input = Change(random, input);
        return input;
    }

    private static byte[] Change(Random random, byte[] input)
    {
        if (input.Length == 0) return [(byte)random.Next(256)];
        var at = random.Next(input.Length);
        var length = Math.Min(1 + random.Next(random.Next(2) == 0 ? 4 : 64), input.Length - at);
        var copy = (byte[])input.Clone();
        switch (random.Next(8))
        {
            case 0: copy[at] ^= (byte)(1 << random.Next(8)); return copy;
            case 1: copy[at] = (byte)(random.Next(3) switch { 0 => 0, 1 => 255, _ => random.Next(256) }); return copy;
            case 2: return input[..at];
            case 3: return [.. input[..at], .. input[(at + length)..]];
            case 4: return [.. input[..(at + length)], .. input[at..]];
            case 5: return [.. input[..at], .. Enumerable.Range(0, length).Select(_ => (byte)random.Next(256)), .. input[at..]];
            case 6:
                WriteNumber(random, copy.AsSpan(at));
                return copy;
            default:
                var other = random.Next(input.Length - length + 1);
                input.AsSpan(other, length).CopyTo(copy.AsSpan(at));
                return copy;
        }
    }

    private static void WriteNumber(Random random, Span<byte> place)
    {
        var number = Number(random);
        if (place.Length >= 8 && random.Next(2) == 0) BinaryPrimitives.WriteInt64LittleEndian(place, number);
        else if (place.Length >= 4 && random.Next(2) == 0) BinaryPrimitives.WriteInt32BigEndian(place, (int)number);
        else if (place.Length >= 4) BinaryPrimitives.WriteInt32LittleEndian(place, (int)number);
        else place[0] = (byte)number;
    }
}
