using System.Collections;
using System.Runtime.CompilerServices;

namespace OnnxTrain;

/// <summary>The axes of a tensor, outermost first: <c>["batch", 28, 28]</c>. A scalar has none.</summary>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public sealed class Shape : IReadOnlyList<Dimension>, IEquatable<Shape>
{
    private readonly Dimension[] _dimensions;

    private Shape(Dimension[] dimensions)
    {
        foreach (var dimension in dimensions)
        {
            if (dimension.IsNegative)
                throw new ShapeException($"[{string.Join(", ", dimensions)}]: an axis cannot have {dimension} elements.");
        }

        _dimensions = dimensions;
    }

    /// <summary>The shape of a scalar: no axes.</summary>
    public static Shape Scalar { get; } = new([]);

    /// <summary>The number of axes.</summary>
    public int Rank => _dimensions.Length;

    /// <summary>Whether all axes are numbers.</summary>
    public bool IsFixed => Array.TrueForAll(_dimensions, d => d.IsFixed);

    /// <summary>The number of elements: the product of the axes.</summary>
    /// <exception cref="InvalidOperationException">An axis is named.</exception>
    public long ElementCount => _dimensions.Aggregate(1L, (product, d) => checked(product * d.Size));

    int IReadOnlyCollection<Dimension>.Count => Rank;

    /// <summary>The axis at <paramref name="index"/>, outermost first.</summary>
    public Dimension this[int index] => _dimensions[index];

    /// <summary>The shape with the given axes.</summary>
    public static Shape Create(params ReadOnlySpan<Dimension> dimensions) =>
        dimensions.IsEmpty && Scalar is not null ? Scalar : new(dimensions.ToArray());

    /// <summary>Whether both shapes have the same axes: numbers, names and expressions.</summary>
    public bool Equals(Shape? other) => other is not null && _dimensions.AsSpan().SequenceEqual(other._dimensions);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode() => _dimensions.Aggregate(17, HashCode.Combine);

    /// <inheritdoc/>
    public IEnumerator<Dimension> GetEnumerator() => ((IEnumerable<Dimension>)_dimensions).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The axes in brackets: <c>[batch, 10]</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", _dimensions)}]";

    internal ReadOnlySpan<Dimension> Dimensions => _dimensions;

    /// <summary>The shape of a tensor in memory.</summary>
    internal static Shape Of(ReadOnlySpan<nint> lengths)
    {
        var dimensions = new Dimension[lengths.Length];
        for (var i = 0; i < lengths.Length; i++) dimensions[i] = lengths[i];
        return new(dimensions);
    }

    /// <summary>The number of elements as an expression of the axes.</summary>
    internal Dimension Product => _dimensions.Aggregate((Dimension)1, (product, d) => product * d);

    /// <summary>The axes as numbers.</summary>
    internal int[] Sizes() => Array.ConvertAll(_dimensions, d => checked((int)d.Size));

    /// <summary>The same shape with <paramref name="axis"/> replaced.</summary>
    internal Shape With(int axis, Dimension dimension)
    {
        var copy = (Dimension[])_dimensions.Clone();
        copy[axis] = dimension;
        return new(copy);
    }

    internal Shape Without(int axis) => new([.. _dimensions[..axis], .. _dimensions[(axis + 1)..]]);

    /// <summary>Converts an axis counted from either end to a number from 0 to rank − 1.</summary>
    internal int Axis(int axis, string operation) =>
        axis >= -Rank && axis < Rank
            ? (axis + Rank) % Rank
            : throw new ShapeException(Rank == 0
                ? $"{operation}: a scalar has no axis {axis}."
                : $"{operation}: axis {axis} is outside {-Rank} … {Rank - 1} for the shape {this}.");

    /// <summary>Converts distinct axes counted from either end to numbers from 0 to rank − 1.</summary>
    internal int[] DistinctAxes(IReadOnlyList<int> axes, string operation)
    {
        int[] found = [.. axes.Select(axis => Axis(axis, operation))];
        return found.Distinct().Count() == found.Length
            ? found
            : throw new ShapeException($"{operation}: [{string.Join(", ", axes)}] has an axis of {this} twice.");
    }

    /// <summary>The shape itself, checked to have no axis −1.</summary>
    /// <exception cref="ShapeException">An axis is −1, which only Reshape infers.</exception>
    internal Shape Settled() => Array.TrueForAll(_dimensions, d => !d.IsInferred)
        ? this
        : throw new ShapeException($"{this}: −1 is the axis that Reshape infers; here every axis must be a number or a name.");

    /// <summary>
    /// The broadcast shape: aligned at the last axis, equal axes are kept and 1 is stretched (the rule of NumPy and ONNX).
    /// </summary>
    internal static Shape Broadcast(Shape left, Shape right, string operation)
    {
        var rank = Math.Max(left.Rank, right.Rank);
        var result = new Dimension[rank];
        for (var i = 1; i <= rank; i++)
        {
            var a = i <= left.Rank ? left[left.Rank - i] : 1;
            var b = i <= right.Rank ? right[right.Rank - i] : 1;
            result[rank - i] = a == b || b.IsOne ? a : a.IsOne ? b
                : throw new ShapeException(
                    $"{operation}: the shapes {left} and {right} do not broadcast: from the end, axis {i} is {a} and {b}; "
                    + "they must be equal, or one of them 1.");
        }

        return new(result);
    }
}
