using System.Numerics;
using System.Runtime.InteropServices;

namespace OnnxTrain;

/// <summary>The buffers of one batch. They are reused: a batch is valid until the next one is read.</summary>
internal sealed class Batch<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly RowRoles _roles;
    private readonly RowBlock _block;
    private readonly T[][] _numbers;
    private T[] _partnerTargets = [];
    private long[] _partnerLabels = [];
    private readonly int _size;

    public Batch(RowRoles roles, int size)
    {
        (_roles, _size, _block) = (roles, size, new(roles.Columns, size));
        _numbers = [.. roles.Columns.Select(column => IsConverted(column) ? new T[size * column.RowLength] : [])];
    }

    /// <summary>The number of features of a full batch.</summary>
    public int ElementCount => _roles.Features.Sum(column => _size * column.RowLength);

    /// <summary>The epoch, counted from 0.</summary>
    public long Epoch { get; private set; }

    /// <summary>The index of the batch in its epoch, counted from 0.</summary>
    public int Index { get; private set; }

    /// <summary>The number of rows; the last batch of an epoch may have fewer than the others.</summary>
    public int RowCount { get; private set; }

    /// <summary>The position of its first row in the epoch, counted from 0.</summary>
    public long FirstRow => (long)Index * _size;

    /// <summary>The targets, [rows, …]; empty if the rows have labels.</summary>
    public Span<T> Targets => _roles.Target is null ? [] : Numbers(_roles.Answer);

    /// <summary>The class of each row, [rows]; empty if the rows have targets.</summary>
    public Span<long> Labels => _roles.Label is null ? [] : _block.Values<long>(_roles.Answer)[..RowCount];

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

    public void Fill(IRowReader reader, ReadOnlySpan<long> rows, long epoch, int index)
    {
        (Epoch, Index, RowCount, Share) = (epoch, index, rows.Length, 1);
        reader.Read(rows, _block);
        for (var i = 0; i < _numbers.Length; i++)
        {
            if (_numbers[i].Length > 0) _block.Convert(i, rows.Length, _numbers[i]);
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

    /// <summary>Whether a column's elements must be converted to type T.</summary>
    private static bool IsConverted(RowColumn column) => column.ElementType != ElementTypes.Of<T>()
        && (column.ElementType.IsFloat() || column.Role == RowRole.Weight || (column.Role == RowRole.Target && column.Classes == 0));

    private Span<T> Numbers(int column) =>
        (_numbers[column].Length > 0 ? _numbers[column].AsSpan() : _block.Values<T>(column))[
            ..(RowCount * _roles.Columns[column].RowLength)];

    /// <summary>The raw bytes of elements that are not floating-point numbers.</summary>
    private Span<byte> Raw(int input) => _block.Bytes(input)[..(RowCount * _block.RowBytes(input))];
}
