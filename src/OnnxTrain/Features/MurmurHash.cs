using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace OnnxTrain;

/// <summary>MurmurHash3, x86, 32 bits, seed 0 (Appleby, 2011): the same for a text on every machine, and in scikit-learn.</summary>
internal static class MurmurHash
{
    /// <summary>The hash of the text in UTF-8, as a signed number.</summary>
    public static int Of(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        ReadOnlySpan<byte> rest = bytes;
        var h = 0u;
        for (; rest.Length >= 4; rest = rest[4..])
        {
            h ^= Scrambled(BinaryPrimitives.ReadUInt32LittleEndian(rest));
            h = (BitOperations.RotateLeft(h, 13) * 5) + 0xe6546b64;
        }

        if (rest.Length > 0)
        {
            var k = 0u;
            for (var i = rest.Length; i-- > 0;) k = (k << 8) | rest[i];
            h ^= Scrambled(k);
        }

        h ^= (uint)bytes.Length;
        h = (h ^ (h >> 16)) * 0x85ebca6b;
        h = (h ^ (h >> 13)) * 0xc2b2ae35;
        return (int)(h ^ (h >> 16));
    }

    private static uint Scrambled(uint k) => BitOperations.RotateLeft(k * 0xcc9e2d51, 15) * 0x1b873593;
}
