using System.Buffers.Binary;
using System.Numerics;

namespace OnnxTrain;

/// <summary>
/// TensorFlow's record format: for each record its length (8 bytes, little endian), the masked CRC of the length, the data, the masked CRC
/// of the data. The CRC is CRC-32C; masked, ((crc » 15) | (crc « 17)) + a282ead8₁₆, which makes CRCs of data that contain CRCs safe.
/// </summary>
internal static class RecordStream
{
    private const uint MaskDelta = 0xa282ead8;

    public static void Write(Stream stream, ReadOnlySpan<byte> data)
    {
        Span<byte> length = stackalloc byte[sizeof(ulong)], crc = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)data.Length);
        stream.Write(length);
        BinaryPrimitives.WriteUInt32LittleEndian(crc, Masked(Crc32C(length)));
        stream.Write(crc);
        stream.Write(data);
        BinaryPrimitives.WriteUInt32LittleEndian(crc, Masked(Crc32C(data)));
        stream.Write(crc);
    }

    public static uint Crc32C(ReadOnlySpan<byte> data)
    {
        var crc = ~0u;
        foreach (var b in data) crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }

    private static uint Masked(uint crc) => BitOperations.RotateRight(crc, 15) + MaskDelta;
}
