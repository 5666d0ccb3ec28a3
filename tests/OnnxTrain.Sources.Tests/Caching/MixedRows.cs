using System.Globalization;
using System.Numerics;

namespace OnnxTrain.Sources.Tests.Caching;

/// <summary>Rows of all kinds of columns, from their numbers alone, forward only as from a database.</summary>
internal sealed class MixedRows(int count, Action<long>? look = null) : IRowSource
{
    public IReadOnlyList<RowColumn> Columns { get; } =
    [
        new("price", ElementType.Float64, Shape.Scalar) { Kind = ColumnKind.Numeric },
        new("city", ElementType.String, Shape.Scalar) { Kind = ColumnKind.Categorical },
        new("id", ElementType.Int64, Shape.Scalar),
        new("sold", ElementType.Bool, Shape.Scalar),
        new("pixels", ElementType.UInt8, [3, 2, 2]) { Role = RowRole.Feature },
        new("half", ElementType.Float16, [5]),
        new("tags", ElementType.String, [2]),
        new("brain", ElementType.BFloat16, Shape.Scalar),
        new("label", ElementType.Int64, Shape.Scalar) { Role = RowRole.Target, Classes = 4 },
    ];

    public long? RowCount => null;

    public bool IsRandomAccess => false;

    public int Readings { get; private set; }

    public static double Price(long row) => row % 7 == 3 ? double.NaN : Math.Sqrt(row) - 10;

    public static string City(long row) => row % 5 == 4 ? ""
        : row % 3 == 0 ? "Zürich"
        : $"city {(row * 31 % 1000).ToString(CultureInfo.InvariantCulture)}";

    public string Fingerprint() => $"mixed {count.ToString(CultureInfo.InvariantCulture)}";

    public IRowReader Open(ReadOnlySpan<int> columns)
    {
        Readings++;
        return new Reader(this, columns.ToArray());
    }

    public void Fill(int column, long row, RowBlock block, int to, int place)
    {
        switch (column)
        {
            case 0: block.Values<double>(place)[to] = Price(row); break;
            case 1: block.Values<string>(place)[to] = City(row); break;
            case 2: block.Values<long>(place)[to] = long.MaxValue - row; break;
            case 3: block.Values<bool>(place)[to] = row % 3 == 1; break;
            case 4: Numbers(block.Values<byte>(place).Slice(to * 12, 12), row); break;
            case 5: Numbers(block.Values<Half>(place).Slice(to * 5, 5), row); break;
            case 6: (block.Values<string>(place)[2 * to], block.Values<string>(place)[(2 * to) + 1]) = (City(row + 1), "x"); break;
            case 7: block.Values<BFloat16>(place)[to] = (BFloat16)(float)(row % 100); break;
            default: block.Values<long>(place)[to] = row % 4; break;
        }
    }

    static void Numbers<T>(Span<T> values, long row)
        where T : INumber<T>
    {
        for (var i = 0; i < values.Length; i++) values[i] = T.CreateTruncating((row + i) % 256);
    }

    private sealed class Reader(MixedRows rows, int[] columns) : IRowReader
    {
        public void Read(ReadOnlySpan<long> wanted, RowBlock block) => throw new NotSupportedException("Forward only.");

        public int Read(long first, int most, RowBlock block)
        {
            rows.Look(first);
            most = (int)Math.Clamp(rows.Count - first, 0, most);
            for (var c = 0; c < columns.Length; c++)
            {
                for (var i = 0; i < most; i++) rows.Fill(columns[c], first + i, block, i, c);
            }

            return most;
        }

        public void Dispose()
        {
        }
    }

    int Count => count;

    void Look(long first) => look?.Invoke(first);
}
