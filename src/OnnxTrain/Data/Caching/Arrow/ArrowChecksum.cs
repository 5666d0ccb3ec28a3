using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace OnnxTrain;

/// <summary>
/// The CRC-32C (RFC 3720, B.4) of an Arrow file, which its own metadata hold in eight digits: of all bytes before the footer, then of the
/// footer with zeros in place of the digits. A file of which a byte was changed is found before a number of it is used.
/// </summary>
internal struct ArrowChecksum()
{
    /// <summary>The key of the checksum in the file's own metadata.</summary>
    public const string Key = "onnxtrain.crc32c";

    /// <summary>The text in its place while it is not known.</summary>
    public const string Unknown = "00000000";

    private uint _crc = uint.MaxValue;

    /// <summary>The digits of the bytes so far.</summary>
    public readonly string Text => (~_crc).ToString("x8", CultureInfo.InvariantCulture);

    public void Add(ReadOnlySpan<byte> bytes)
    {
        var crc = _crc;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var b in bytes) crc = BitOperations.Crc32C(crc, b);
        _crc = crc;
    }

    /// <summary>Whether a file is as it was written.</summary>
    /// <param name="file">The file.</param>
    /// <param name="footer">Its footer.</param>
    /// <param name="text">The digits in the footer.</param>
    /// <param name="end">Where the footer begins.</param>
    /// <param name="report">Told of the part that was read.</param>
    public static bool Fits(Stream file, ReadOnlySpan<byte> footer, string text, long end, Action<double> report)
    {
        const int most = 1 << 20;
        if (text.Length != Unknown.Length || footer.LastIndexOf(Encoding.ASCII.GetBytes(text)) is not (>= 0 and var at)) return false;
        var (checksum, bytes) = (new ArrowChecksum(), new byte[most]);
        file.Position = 0;
        for (var read = 0L; read < end;)
        {
            var some = bytes.AsSpan(0, (int)Math.Min(most, end - read));
            file.ReadExactly(some);
            checksum.Add(some);
            read += some.Length;
            report((double)read / end);
        }

        checksum.Add(footer[..at]);
        checksum.Add(Encoding.ASCII.GetBytes(Unknown));
        checksum.Add(footer[(at + text.Length)..]);
        return checksum.Text == text;
    }
}
