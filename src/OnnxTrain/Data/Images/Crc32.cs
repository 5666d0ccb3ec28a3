namespace OnnxTrain;

/// <summary>The checksum of PNG (and of gzip): polynomial x³² + x²⁶ + … + 1, reflected, as in annex D of the PNG specification.</summary>
internal static class Crc32
{
    private static readonly uint[] Table = NewTable();

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes) crc = Table[(byte)(crc ^ b)] ^ (crc >> 8);
        return ~crc;
    }

    private static uint[] NewTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < table.Length; i++)
        {
            var c = i;
            for (var bit = 0; bit < 8; bit++) c = (c & 1) == 0 ? c >> 1 : 0xEDB88320 ^ (c >> 1);
            table[i] = c;
        }

        return table;
    }
}
