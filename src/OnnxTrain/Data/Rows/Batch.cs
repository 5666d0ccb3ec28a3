using System.Numerics;
using System.Runtime.InteropServices;

namespace OnnxTrain;

/// <summary>The buffers of one batch. They are filled again and again: a batch is valid until the next one is read.</summary>
internal sealed class Batch<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T[][] _features;
    private readonly byte[][] _raw;
    private T[] _partnerTargets = [];
    private long[] _partnerLabels = [];
    private readonly int _size;
    private readonly T[] _targets;
    private readonly long[] _labels;
    private readonly T[] _weights;
    private readonly Dataset _data;

    public Batch(Dataset data, int size)
    {
        (_data, _size) = (data, size);
        _features = [.. data.Features.Select(input => input.ElementType.IsFloat() ? new T[size * input.RowLength] : [])];
        _raw = [.. data.Features.Select(input => input.ElementType.IsFloat() ? [] : new byte[size * RawLength(input)])];
        _targets = data.Targets is { } targets ? new T[size * targets.RowLength] : [];
        _labels = data.Targets is null ? new long[size] : [];
        _weights = data.Weights.IsEmpty ? [] : new T[size];
    }

    /// <summary>The number of features of a full batch.</summary>
    public int ElementCount => _features.Sum(buffer => buffer.Length) + _raw.Sum(buffer => buffer.Length);

    /// <summary>The epoch, counted from 0.</summary>
    public long Epoch { get; private set; }

    /// <summary>The place of the batch in its epoch, counted from 0.</summary>
    public int Index { get; private set; }

    /// <summary>The number of rows; the last batch of an epoch may have fewer than the others.</summary>
    public int RowCount { get; private set; }

    /// <summary>The place of its first row in its epoch, counted from 0.</summary>
    public long FirstRow => (long)Index * _size;

    /// <summary>The targets, [rows, …]; empty if the rows have labels.</summary>
    public Span<T> Targets => Used(_targets, _data.Targets);

    /// <summary>The class of each row, [rows]; empty if the rows have targets.</summary>
    public Span<long> Labels => _data.Targets is null ? _labels.AsSpan(0, RowCount) : [];

    /// <summary>The weight of each row, [rows]; empty if all count alike.</summary>
    public Span<T> Weights => _weights.Length > 0 ? _weights.AsSpan(0, RowCount) : [];

    /// <summary>How much of each image is its own, from 0 to 1; the rest is its partner's.</summary>
    public double Share { get; private set; } = 1;

    /// <summary>The targets of each row's partner; empty if the rows have labels.</summary>
    public ReadOnlySpan<T> PartnerTargets => Share == 1 ? Targets : _partnerTargets.AsSpan(0, Targets.Length);

    /// <summary>The class of each row's partner; empty if the rows have targets.</summary>
    public ReadOnlySpan<long> PartnerLabels => Share == 1 ? Labels : _partnerLabels.AsSpan(0, Labels.Length);

    /// <summary>The features for one input of the model, [rows, …]; empty if they are not floating-point numbers.</summary>
    public Span<T> Features(int input) =>
        _features[input].Length == 0 ? [] : _features[input].AsSpan(0, RowCount * _data.Features[input].RowLength);

    /// <summary>The bytes for one input of the model, [rows, …]; empty if its features are of another type.</summary>
    public Span<byte> Pixels(int input) => _data.Features[input].ElementType == ElementType.UInt8 ? Raw(input) : [];

    /// <summary>What goes into the memory of one input of the model.</summary>
    public ReadOnlySpan<byte> Content(int input) => _raw[input].Length == 0 ? MemoryMarshal.AsBytes(Features(input)) : Raw(input);

    public void Fill(Batches batches, ReadOnlySpan<int> rows, long epoch, int index)
    {
        (Epoch, Index, RowCount, Share) = (epoch, index, rows.Length, 1);
        for (var input = 0; input < _features.Length; input++)
        {
            var features = _data.Features[input];
            if (_raw[input].Length == 0) Numbers(features, rows, Features(input));
            else features.Gather(rows, Raw(input));
        }

        if (_data.Targets is null) batches.GatherLabels(rows, Labels);
        else Numbers(_data.Targets, rows, Targets);
        batches.GatherWeights(rows, Weights);
    }

    /// <summary>Notes that each row is mixed with another one of the batch, whose answer is kept beside its own.</summary>
    public void Pair(double share, ReadOnlySpan<int> partners)
    {
        if (_partnerTargets.Length != _targets.Length) _partnerTargets = new T[_targets.Length];
        if (_partnerLabels.Length != _labels.Length) _partnerLabels = new long[_labels.Length];
        Share = share;
        var width = Targets.Length / RowCount;
        for (var row = 0; row < partners.Length; row++)
        {
            if (_labels.Length > 0) _partnerLabels[row] = _labels[partners[row]];
            _targets.AsSpan(partners[row] * width, width).CopyTo(_partnerTargets.AsSpan(row * width));
        }
    }

    private static int RawLength(RowTensor tensor) => tensor.RowLength * tensor.ElementType.Size();

    private static void Numbers(RowTensor tensor, ReadOnlySpan<int> rows, Span<T> destination)
    {
        if (typeof(T) == typeof(double)) tensor.GatherNumbers(rows, MemoryMarshal.Cast<T, double>(destination));
        else tensor.GatherNumbers(rows, MemoryMarshal.Cast<T, float>(destination));
    }

    /// <summary>Elements that are not floating-point numbers, as they lie in memory.</summary>
    private Span<byte> Raw(int input) => _raw[input].AsSpan(0, RowCount * RawLength(_data.Features[input]));

    private Span<T> Used(T[] buffer, RowTensor? source) =>
        source is null ? [] : buffer.AsSpan(0, RowCount * source.RowLength);
}
