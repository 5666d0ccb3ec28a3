using System.Runtime.InteropServices;

namespace OnnxTrain;

/// <summary>
/// How a row of encoded features is held in little memory: one-hot features by the place of their 1, an int32, and all else as it is. A row
/// of 30 numbers and a category of 1000 values takes 124 bytes, beside 4120.
/// </summary>
internal sealed class CompactLayout
{
    private readonly (bool IsOneHot, int Start, int Width)[] _parts;

    private CompactLayout((bool IsOneHot, int Start, int Width)[] parts)
    {
        _parts = parts;
        Width = parts.Sum(part => part.Width);
        RowBytes = sizeof(float) * parts.Sum(part => part.IsOneHot ? 1 : part.Width);
    }

    /// <summary>The numbers in a row.</summary>
    public int Width { get; }

    /// <summary>The bytes that it is held in.</summary>
    public int RowBytes { get; }

    /// <summary>The layout of rows as <see cref="DataPreprocessing"/> puts them together: the numbers first.</summary>
    public static CompactLayout Of(IReadOnlyList<Feature> features)
    {
        var (parts, start) = (new List<(bool, int, int)>(), 0);
        Feature[] row = [.. features.Where(f => f is NumberFeature), .. features.Where(f => f is not NumberFeature && f.RowWidth > 0)];
        foreach (var feature in row)
        {
            var isOneHot = feature is CategoryFeature category && category.Encoding == CategoryEncoding.OneHot;
            if (!isOneHot && parts is [.., (false, var from, var width)]) parts[^1] = (false, from, width + feature.RowWidth);
            else parts.Add((isOneHot, start, feature.RowWidth));
            start += feature.RowWidth;
        }

        return new([.. parts]);
    }

    public void Pack(ReadOnlySpan<float> row, Span<byte> packed)
    {
        foreach (var (isOneHot, start, width) in _parts)
        {
            var part = row.Slice(start, width);
            if (isOneHot)
            {
                var place = part.IndexOf(1f);
                MemoryMarshal.Write(packed, in place);
                packed = packed[sizeof(int)..];
            }
            else
            {
                MemoryMarshal.AsBytes(part).CopyTo(packed);
                packed = packed[(width * sizeof(float))..];
            }
        }
    }

    public void Unpack(ReadOnlySpan<byte> packed, Span<float> row)
    {
        foreach (var (isOneHot, start, width) in _parts)
        {
            var part = row.Slice(start, width);
            if (isOneHot)
            {
                part.Clear();
                if (MemoryMarshal.Read<int>(packed) is >= 0 and var place) part[place] = 1;
                packed = packed[sizeof(int)..];
            }
            else
            {
                packed[..(width * sizeof(float))].CopyTo(MemoryMarshal.AsBytes(part));
                packed = packed[(width * sizeof(float))..];
            }
        }
    }
}
