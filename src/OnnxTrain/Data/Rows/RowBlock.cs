using System.Numerics;

namespace OnnxTrain;

/// <summary>Buffers for rows of some columns. They are reused.</summary>
public sealed class RowBlock
{
    private readonly TensorData[] _buffers;
    private readonly bool _isPart;

    /// <summary>Creates buffers.</summary>
    /// <param name="columns">The columns, as passed to <see cref="IRowSource.Open"/>.</param>
    /// <param name="capacity">The maximum number of rows.</param>
    /// <exception cref="OverflowException">A column with that many rows does not fit in an array.</exception>
    public RowBlock(IReadOnlyList<RowColumn> columns, int capacity)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        (Columns, Capacity) = (columns, capacity);
        _buffers =
        [
            .. columns.Select(c => TensorData.Empty(new(c.ElementType, Shape.Create([(Dimension)capacity, .. c.RowShape.Dimensions])))),
        ];
    }

    /// <summary>Buffers in the memory of larger ones.</summary>
    private RowBlock(IReadOnlyList<RowColumn> columns, int capacity, TensorData[] buffers) =>
        (Columns, Capacity, _buffers, _isPart) = (columns, capacity, buffers, true);

    /// <summary>The columns.</summary>
    public IReadOnlyList<RowColumn> Columns { get; }

    /// <summary>The maximum number of rows.</summary>
    public int Capacity { get; }

    /// <summary>The elements of a column in row order, for <see cref="Capacity"/> rows.</summary>
    /// <typeparam name="T">The type of the column's elements.</typeparam>
    /// <param name="column">The index of the column in <see cref="Columns"/>.</param>
    /// <returns>The buffer itself.</returns>
    /// <exception cref="InvalidCastException">The elements are of another type.</exception>
    public Span<T> Values<T>(int column) =>
        _isPart ? Array<T>(column).AsSpan(0, Capacity * Columns[column].RowLength) : Array<T>(column);

    /// <summary>
    /// Buffers for rows of several sizes, one per size. They share memory, which is as large as the largest size needs, so only one is used
    /// at a time.
    /// </summary>
    internal static RowBlock[] OfSizes(IReadOnlyList<IReadOnlyList<RowColumn>> sizes, int capacity)
    {
        if (sizes.Count == 1) return [new(sizes[0], capacity)];
        TensorData[] buffers =
        [
            .. sizes[0].Select((column, i) => TensorData.Empty(
                new(column.ElementType, [(Dimension)((long)capacity * sizes.Max(size => size[i].RowLength))]))),
        ];
        return [.. sizes.Select(columns => new RowBlock(columns, capacity, buffers))];
    }

    /// <summary>The raw bytes of a column; not for strings.</summary>
    internal Span<byte> Bytes(int column) =>
        _isPart ? _buffers[column].Bytes[..(Capacity * RowBytes(column))] : _buffers[column].Bytes;

    /// <summary>The number of bytes of a column in one row.</summary>
    internal int RowBytes(int column) => Columns[column].RowLength * Columns[column].ElementType.Size();

    /// <summary>The memory of a row of a column, including its strings.</summary>
    internal long MemoryOf(int column, int row)
    {
        const int header = 22;
        var (bytes, length) = (Columns[column].FixedBytes, Columns[column].RowLength);
        if (Columns[column].ElementType != ElementType.String) return bytes;
        foreach (var text in Values<string>(column).Slice(row * length, length)) bytes += header + (text.Length * sizeof(char));
        return bytes;
    }

    /// <summary>The array that holds the elements of a column.</summary>
    internal T[] Array<T>(int column) => (T[])_buffers[column].Elements;

    /// <summary>Copies a row of another block that has at least the same columns.</summary>
    internal void Copy(RowBlock from, int fromRow, int toRow)
    {
        for (var i = 0; i < _buffers.Length; i++) Copy(from, i, fromRow, i, toRow);
    }

    /// <summary>Copies a row of a column of another block.</summary>
    internal void Copy(RowBlock from, int fromColumn, int fromRow, int toColumn, int toRow)
    {
        var length = Columns[toColumn].RowLength;
        System.Array.Copy(
            from._buffers[fromColumn].Elements, fromRow * length, _buffers[toColumn].Elements, toRow * length, length);
    }

    /// <summary>Converts the first rows of a column to another type of numbers, with rounding.</summary>
    /// <exception cref="InvalidOperationException">The column does not hold numbers.</exception>
    internal void Convert<T>(int column, int rows, T[] destination)
        where T : unmanaged, INumber<T> =>
        Columns[column].ElementType.VisitStoredNumber<Conversion<T>, bool>(
            new(_buffers[column], rows * Columns[column].RowLength, destination));

    private readonly struct Conversion<TTo>(TensorData from, int length, TTo[] to) : INumberVisitor<bool>
        where TTo : unmanaged, INumber<TTo>
    {
        public bool Visit<T>()
            where T : unmanaged, INumber<T>
        {
            ElementConversion.Convert<T, TTo>(((T[])from.Elements).AsSpan(0, length), to);
            return true;
        }
    }
}
