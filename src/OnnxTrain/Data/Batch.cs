using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace OnnxTrain;

/// <summary>The buffers of one batch. They are filled again and again: a batch is valid until the next one is read.</summary>
internal sealed class Batch<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T[][] _features;
    private readonly byte[][] _pixels;
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
        _features = [.. data.Inputs.Select(input => input.Floats is null ? [] : new T[size * input.RowLength])];
        _pixels = [.. data.Inputs.Select(input => input.Floats is null ? new byte[size * input.RowLength] : [])];
        _targets = data.Targets is { } targets ? new T[size * data.RowLength(targets)] : [];
        _labels = data.Targets is null ? new long[size] : [];
        _weights = data.Weights.IsEmpty ? [] : new T[size];
    }

    /// <summary>The number of features of a full batch.</summary>
    public int ElementCount => _features.Sum(buffer => buffer.Length) + _pixels.Sum(buffer => buffer.Length);

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

    /// <summary>How much each row counts, [rows]; empty if all count alike.</summary>
    public Span<T> Weights => _weights.Length > 0 ? _weights.AsSpan(0, RowCount) : [];

    /// <summary>How much of each image is its own, from 0 to 1; the rest is its partner's.</summary>
    public double Share { get; private set; } = 1;

    /// <summary>The targets of each row's partner; empty if the rows have labels.</summary>
    public ReadOnlySpan<T> PartnerTargets => Share == 1 ? Targets : _partnerTargets.AsSpan(0, Targets.Length);

    /// <summary>The class of each row's partner; empty if the rows have targets.</summary>
    public ReadOnlySpan<long> PartnerLabels => Share == 1 ? Labels : _partnerLabels.AsSpan(0, Labels.Length);

    /// <summary>The features for one input of the model, [rows, …]; empty if they are bytes.</summary>
    public Span<T> Features(int input) => _features[input].Length == 0 ? [] : _features[input].AsSpan(0, RowCount * _data.Inputs[input].RowLength);

    /// <summary>The bytes for one input of the model, [rows, …]; empty if its features are numbers.</summary>
    public Span<byte> Pixels(int input) => _pixels[input].Length == 0 ? [] : _pixels[input].AsSpan(0, RowCount * _data.Inputs[input].RowLength);

    /// <summary>What goes into the memory of one input of the model.</summary>
    public ReadOnlySpan<byte> Content(int input) => _pixels[input].Length == 0 ? MemoryMarshal.AsBytes(Features(input)) : Pixels(input);

    public void Fill(Batches batches, ReadOnlySpan<int> rows, long epoch, int index)
    {
        (Epoch, Index, RowCount, Share) = (epoch, index, rows.Length, 1);
        for (var input = 0; input < _features.Length; input++)
        {
            if (_pixels[input].Length == 0) batches.Gather(rows, input, Features(input));
            else batches.GatherPixels(rows, input, Pixels(input));
        }

        if (_data.Targets is null)
        {
            batches.GatherLabels(rows, Labels);
        }
        else
        {
            batches.GatherTargets(rows, Targets);
        }

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

    private Span<T> Used(T[] buffer, Tensor<float>? source) =>
        source is null ? [] : buffer.AsSpan(0, RowCount * _data.RowLength(source));
}
