using System.Numerics;
using System.Runtime.InteropServices;

namespace OnnxTrain;

/// <summary>The buffers of one batch. They are reused: a batch is valid until the next one is read.</summary>
internal sealed class Batch<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly RowRoles _roles;
    private readonly RowColumn[][] _columns;
    private readonly RowBlock[] _blocks;
    private readonly long[] _rows;
    private readonly T[][] _numbers;
    private T[] _partnerTargets = [];
    private long[] _partnerLabels = [];

    /// <param name="roles">The columns.</param>
    /// <param name="size">The maximum number of rows.</param>
    public Batch(RowRoles roles, int size)
    {
        (_roles, _rows) = (roles, new long[size]);
        _columns = [.. Enumerable.Range(0, roles.BucketCount).Select(roles.ColumnsOf)];
        _blocks = RowBlock.OfSizes(_columns, size);
        _numbers =
        [
            .. roles.Columns.Select((column, i) => IsConverted(column) ? new T[size * _columns.Max(columns => columns[i].RowLength)] : []),
        ];
    }

    /// <summary>The maximum number of features in a full batch.</summary>
    public int ElementCount => _columns.Max(columns => columns.Take(_roles.Features.Length).Sum(column => _rows.Length * column.RowLength));

    /// <summary>The columns, with the shapes of the rows in the batch; the features come first.</summary>
    public IReadOnlyList<RowColumn> Columns => _columns[Bucket];

    /// <summary>The bucket of the rows in the sizes of the source.</summary>
    public int Bucket { get; private set; }

    /// <summary>The indices of the rows in the source.</summary>
    public ReadOnlySpan<long> Rows => _rows.AsSpan(0, RowCount);

    /// <summary>The epoch, counted from 0.</summary>
    public long Epoch { get; private set; }

    /// <summary>The index of the batch in its epoch, counted from 0.</summary>
    public int Index { get; private set; }

    /// <summary>The number of rows; the last batch of an epoch may have fewer than the others.</summary>
    public int RowCount { get; private set; }

    /// <summary>The position of its first row in the epoch, counted from 0; unique among the batches of the epoch.</summary>
    public long FirstRow { get; private set; }

    /// <summary>The targets, [rows, …]; empty if the rows have labels.</summary>
    public Span<T> Targets => _roles.Target is null ? [] : Numbers(_roles.Answer);

    /// <summary>The class of each row, [rows]; empty if the rows have targets.</summary>
    public Span<long> Labels => _roles.Label is null ? [] : Block.Values<long>(_roles.Answer)[..RowCount];

    /// <summary>The weight of each row, [rows]; empty if all weights are equal.</summary>
    public Span<T> Weights => _roles.IsWeighted ? Numbers(_roles.Weight) : [];

    /// <summary>The share of each image itself in mixup, from 0 to 1; the rest is its partner's.</summary>
    public double Share { get; private set; } = 1;

    /// <summary>The targets of each row's partner; empty if the rows have labels.</summary>
    public ReadOnlySpan<T> PartnerTargets => Share == 1 ? Targets : _partnerTargets.AsSpan(0, Targets.Length);

    /// <summary>The class of each row's partner; empty if the rows have targets.</summary>
    public ReadOnlySpan<long> PartnerLabels => Share == 1 ? Labels : _partnerLabels.AsSpan(0, Labels.Length);

    /// <summary>The features for one input of the model, [rows, …]; empty if they are not floating-point numbers.</summary>
    public Span<T> Features(int input) => _roles.Features[input].ElementType.IsFloat() ? Numbers(input) : [];

    /// <summary>The bytes for one input of the model, [rows, …]; empty if its features are of another type.</summary>
    public Span<byte> Pixels(int input) => _roles.Features[input].ElementType == ElementType.UInt8 ? Raw(input) : [];

    /// <summary>The bytes to copy into one input of the model.</summary>
    public ReadOnlySpan<byte> Content(int input) =>
        _roles.Features[input].ElementType.IsFloat() ? MemoryMarshal.AsBytes(Numbers(input)) : Raw(input);

    /// <summary>Reads the rows of a batch of an epoch.</summary>
    public void Fill(IRowReader reader, BatchOrder order, long epoch, int index)
    {
        Bucket = order.Batch(index, out var rows, out var first);
        (Epoch, Index, FirstRow, RowCount, Share) = (epoch, index, first, rows.Length, 1);
        for (var i = 0; i < rows.Length; i++) _rows[i] = rows[i];
        reader.Read(Rows, Block);
        for (var i = 0; i < _numbers.Length; i++)
        {
            if (_numbers[i].Length > 0) Block.Convert(i, RowCount, _numbers[i]);
        }
    }

    /// <summary>Records that each row is mixed with another row of the batch, and copies the partner's target.</summary>
    public void Pair(double share, ReadOnlySpan<int> partners)
    {
        var targets = Targets;
        var labels = Labels;
        if (_partnerTargets.Length < targets.Length) _partnerTargets = new T[targets.Length];
        if (_partnerLabels.Length < labels.Length) _partnerLabels = new long[labels.Length];
        Share = share;
        var width = targets.Length / RowCount;
        for (var row = 0; row < partners.Length; row++)
        {
            if (labels.Length > 0) _partnerLabels[row] = labels[partners[row]];
            targets.Slice(partners[row] * width, width).CopyTo(_partnerTargets.AsSpan(row * width));
        }
    }

    private RowBlock Block => _blocks[Bucket];

    /// <summary>Whether a column's elements must be converted to type T.</summary>
    private static bool IsConverted(RowColumn column) => column.ElementType != ElementTypes.Of<T>()
        && (column.ElementType.IsFloat() || column.Role == RowRole.Weight || (column.Role == RowRole.Target && column.Classes == 0));

    private Span<T> Numbers(int column) =>
        (_numbers[column].Length > 0 ? _numbers[column].AsSpan() : Block.Values<T>(column))[
            ..(RowCount * Columns[column].RowLength)];

    /// <summary>The raw bytes of elements that are not floating-point numbers.</summary>
    private Span<byte> Raw(int input) => Block.Bytes(input)[..(RowCount * Block.RowBytes(input))];
}
