using System.Security.Cryptography;
using System.Text;

namespace OnnxTrain;

/// <summary>Short texts that identify rows.</summary>
internal static class RowFingerprint
{
    /// <summary>The first 16 hexadecimal digits of the SHA-256 of some texts.</summary>
    public static string Of(params IEnumerable<string> texts) => Of(string.Join('\n', texts), []);

    /// <summary>The first 16 hexadecimal digits of the SHA-256 of a text and some bytes.</summary>
    public static string Of(string text, ReadOnlySpan<byte> bytes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(text));
        hash.AppendData(bytes);
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    /// <summary>A hash of all values of all columns.</summary>
    public static string OfRows(IRowSource source)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var c = 0; c < source.Columns.Count; c++)
        {
            var column = source.Columns[c];
            hash.AppendData(Encoding.UTF8.GetBytes($"{column.Name} {column.ElementType.Text()}{column.RowText}\n"));
            RowScan.Run(source, [c], (block, _, count) =>
            {
                if (column.ElementType != ElementType.String) hash.AppendData(block.Bytes(0)[..(count * block.RowBytes(0))]);
                else
                    foreach (var text in block.Values<string>(0)[..(count * column.RowLength)])
                        hash.AppendData(Encoding.UTF8.GetBytes(text + '\0'));
            });
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
