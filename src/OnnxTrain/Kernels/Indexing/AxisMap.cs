using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace OnnxTrain.Kernels;

/// <summary>
/// A linear map along one axis, y = W x with a sparse W [outputs, inputs], applied to all lines of a tensor: resizing, reflecting at the
/// edges, and their transposes.
/// </summary>
internal sealed unsafe class AxisMap : IEquatable<AxisMap>
{
    private readonly int[] _starts;
    private readonly int[] _indices;
    private readonly double[] _weights;

    /// <param name="inputs">The length of the axis before.</param>
    /// <param name="rows">For each output index, the weights and their input indices.</param>
    public AxisMap(int inputs, IEnumerable<IEnumerable<(int Index, double Weight)>> rows)
    {
        Inputs = inputs;
        (List<int> starts, List<int> indices, List<double> weights) = ([0], [], []);
        foreach (var row in rows)
        {
            // Weights of one index add up, as where a kernel is clamped at an edge.
            foreach (var taps in row.GroupBy(tap => tap.Index).OrderBy(taps => taps.Key))
            {
                if (taps.Sum(tap => tap.Weight) is var weight && weight == 0) continue;
                indices.Add(taps.Key);
                weights.Add(weight);
            }

            starts.Add(indices.Count);
        }

        (_starts, _indices, _weights) = ([.. starts], [.. indices], [.. weights]);
        IsSelection =
            _starts.Length - 1 == _indices.Length && Array.TrueForAll(_weights, w => w == 1) && !starts.Where((s, i) => s != i).Any();
    }

    public int Inputs { get; }

    public int Outputs => _starts.Length - 1;

    /// <summary>Whether each output is the input of the same index.</summary>
    public bool IsIdentity => IsSelection && Inputs == Outputs && !_indices.Where((index, i) => index != i).Any();

    /// <summary>Whether each output is one of the inputs.</summary>
    private bool IsSelection { get; }

    /// <summary>The input of each output, if each output is one of the inputs; null for other maps.</summary>
    public long[]? Selected => IsSelection ? Array.ConvertAll(_indices, i => (long)i) : null;

    /// <summary>The map with Wᵀ.</summary>
    public AxisMap Transposed()
    {
        var rows = Enumerable.Range(0, Inputs).Select(_ => new List<(int, double)>()).ToArray();
        for (var j = 0; j < Outputs; j++)
        {
            for (var k = _starts[j]; k < _starts[j + 1]; k++) rows[_indices[k]].Add((j, _weights[k]));
        }

        return new(Outputs, rows);
    }

    /// <summary>W, row by row.</summary>
    public double[] Dense()
    {
        var dense = new double[Outputs * Inputs];
        for (var j = 0; j < Outputs; j++)
        {
            for (var k = _starts[j]; k < _starts[j + 1]; k++) dense[(j * Inputs) + _indices[k]] = _weights[k];
        }

        return dense;
    }

    /// <summary>The maps one after the other, each along its own axis.</summary>
    public static Action Bind<T>(Block<T> x, int[] sizes, IReadOnlyList<(int Axis, AxisMap Map)> maps, Block<T> y, Scratch scratch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (maps.Count == 0) return () => x.Span.CopyTo(y.Span);
        Action all = static () => { };
        for (var i = 0; i < maps.Count; i++)
        {
            var (axis, map) = maps[i];
            var target = i == maps.Count - 1 ? y : scratch.Allocate<T>(sizes.Before(axis) * map.Outputs * sizes.After(axis));
            all += map.Bind(x, sizes, axis, target);
            sizes = [.. sizes];
            sizes[axis] = map.Outputs;
            x = target;
        }

        return all;
    }

    public bool Equals(AxisMap? other) =>
        other is not null
        && Inputs == other.Inputs
        && _starts.AsSpan().SequenceEqual(other._starts)
        && _indices.AsSpan().SequenceEqual(other._indices)
        && _weights.AsSpan().SequenceEqual(other._weights);

    public override bool Equals(object? obj) => Equals(obj as AxisMap);

    public override int GetHashCode() => HashCode.Combine(Inputs, _starts.Length, _indices.Length, _weights.Length == 0 ? 0 : _weights[0]);

    /// <summary>Lengths and weights in short: operators with other maps have other texts.</summary>
    public override string ToString()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes<int>(_starts));
        hash.AppendData(MemoryMarshal.AsBytes<int>(_indices));
        hash.AppendData(MemoryMarshal.AsBytes<double>(_weights));
        return Invariant($"{Inputs} to {Outputs}, {Convert.ToHexStringLower(hash.GetHashAndReset())[..16]}");
    }

    private Action Bind<T>(Block<T> x, int[] sizes, int axis, Block<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (outer, inner) = (sizes.Before(axis), sizes.After(axis));
        var weights = Array.ConvertAll(_weights, T.CreateChecked);
        var pairs = Pairs<T>();
        return inner == 1
            ? ParallelLoop
                .OverRows(
                    outer, Math.Max(Outputs, _indices.Length),
                    (from, to) =>
                    {
                        for (var row = from; row < to; row++)
                            MapLine(x.Pointer + ((nint)row * Inputs), weights, pairs, y.Pointer + ((nint)row * Outputs));
                    })
                .Run
            : ParallelLoop
                .OverRows(
                    outer * Outputs, inner,
                    (from, to) =>
                    {
                        for (var row = from; row < to; row++)
                        {
                            var (o, j) = Math.DivRem(row, Outputs);
                            MapRuns(x.Span.Slice(o * Inputs * inner, Inputs * inner), weights, j, y.Span.Slice(row * inner, inner));
                        }
                    })
                .Run;
    }

    private void MapLine<T>(T* x, T[] weights, (int First, int Second, T Weight, T Other)[]? pairs, T* y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (IsSelection)
        {
            for (var j = 0; j < _indices.Length; j++) y[j] = x[_indices[j]];
        }
        else if (pairs is not null)
        {
            for (var j = 0; j < pairs.Length; j++)
            {
                ref readonly var pair = ref pairs[j];
                y[j] = (x[pair.First] * pair.Weight) + (x[pair.Second] * pair.Other);
            }
        }
        else
        {
            for (var (j, k) = (0, 0); j < Outputs; j++)
            {
                var sum = T.Zero;
                for (var end = _starts[j + 1]; k < end; k++) sum += weights[k] * x[_indices[k]];
                y[j] = sum;
            }
        }
    }

    /// <summary>The two inputs of each output where none has more; one alone is taken by halves, which add up to the same.</summary>
    private (int First, int Second, T Weight, T Other)[]? Pairs<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Enumerable.Range(0, Outputs).Any(j => _starts[j + 1] - _starts[j] is not (1 or 2))) return null;
        return [.. Enumerable.Range(0, Outputs).Select(j =>
        {
            var (first, second) = (_starts[j], _starts[j + 1] - 1);
            return first == second
                ? (_indices[first], _indices[first], T.CreateChecked(_weights[first] / 2), T.CreateChecked(_weights[first] / 2))
                : (_indices[first], _indices[second], T.CreateChecked(_weights[first]), T.CreateChecked(_weights[second]));
        })];
    }

    private void MapRuns<T>(ReadOnlySpan<T> x, T[] weights, int j, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (start, end) = (_starts[j], _starts[j + 1]);
        if (start == end)
        {
            y.Clear();
            return;
        }

        var first = x.Slice(_indices[start] * y.Length, y.Length);
        if (_weights[start] == 1) first.CopyTo(y);
        else TensorPrimitives.Multiply(first, weights[start], y);
        for (var k = start + 1; k < end; k++) TensorPrimitives.MultiplyAdd(x.Slice(_indices[k] * y.Length, y.Length), weights[k], y, y);
    }
}
