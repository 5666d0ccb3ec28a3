using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// How a window moves over the spatial axes of [batch, channels, spatial axes …]: the common part of convolutions and pooling.
/// </summary>
/// <param name="axes">One for each of the one to three spatial axes.</param>
internal sealed class Window(params WindowAxis[] axes) : IEquatable<Window>
{
    public IReadOnlyList<WindowAxis> Axes => axes;

    public int Rank => axes.Length;

    /// <summary>The number of taps of the whole window.</summary>
    public int Taps => axes.Aggregate(1, (product, a) => product * a.Kernel);

    public IEnumerable<long> Kernel => axes.Select(a => (long)a.Kernel);

    /// <summary>The axes of the positions.</summary>
    /// <exception cref="ShapeException">The window does not fit.</exception>
    public Dimension[] Positions(string op, Shape x)
    {
        if (x.Rank != axes.Length + 2)
            throw new ShapeException($"{op}: {x} must have {axes.Length + 2} axes, [batch, channels, {SpatialNames(axes.Length)}].");
        return [.. axes.Select((axis, i) => Positions(op, x, axis, i + 2))];
    }

    /// <summary>The checks of <see cref="Positions(string, Shape)"/> for named axes, when their lengths are known.</summary>
    /// <param name="op">The operator.</param>
    /// <param name="sizes">[batch, channels, spatial axes …].</param>
    /// <exception cref="ShapeException">The window does not fit.</exception>
    public void Require(string op, int[] sizes) => Positions(op, [.. sizes.Select(n => (Dimension)n)]);

    /// <summary>Checks that each position of a pooling contains an element; axes of unknown length are skipped.</summary>
    /// <exception cref="ShapeException">A position has only padding.</exception>
    public void RequireElements(string op, Shape x)
    {
        for (var i = 0; i < axes.Length; i++)
        {
            if (!x[i + 2].IsFixed) continue;
            var (axis, size) = (axes[i], x[i + 2].Size);
            for (long p = 0, start = -axis.Before; p < axis.Positions(size); p++, start += axis.Stride)
            {
                var first = start >= 0 ? 0 : (-start + axis.Dilation - 1) / axis.Dilation;
                if (first >= axis.Kernel || start + (first * axis.Dilation) >= size)
                {
                    throw new ShapeException(
                        $"{op}: position {p} along axis {i + 2} of {x} has no element, only padding: {axis.Kernel} taps, "
                            + $"dilation {axis.Dilation}, padding {axis.Before} and {axis.After}.");
                }
            }
        }
    }

    /// <summary>The common attributes of ONNX's convolutions and pooling.</summary>
    public AttributeProto[] Attributes(bool isDilated = true)
    {
        List<AttributeProto> attributes =
        [
            OnnxAttribute.Ints("kernel_shape", Kernel),
            OnnxAttribute.Ints("strides", axes.Select(a => (long)a.Stride)),
            OnnxAttribute.Ints("pads", [.. axes.Select(a => (long)a.Before), .. axes.Select(a => (long)a.After)]),
        ];
        if (isDilated) attributes.Add(OnnxAttribute.Ints("dilations", axes.Select(a => (long)a.Dilation)));
        return [.. attributes];
    }

    public bool Equals(Window? other) => other is not null && axes.AsSpan().SequenceEqual(other.Axes.ToArray());

    public override bool Equals(object? obj) => Equals(obj as Window);

    public override int GetHashCode() => axes.Aggregate(17, HashCode.Combine);

    public override string ToString() =>
        string.Join(
            " × ",
            axes.Select(a => Invariant($"{a.Kernel} taps, stride {a.Stride}, dilation {a.Dilation}, padding {a.Before} and {a.After}")));

    public static string SpatialNames(int rank) => rank switch
    {
        1 => "length",
        2 => "height, width",
        _ => "depth, height, width",
    };

    private static Dimension Positions(string op, Shape x, WindowAxis axis, int index)
    {
        var size = x[index];
        if (!size.IsFixed) return (size + axis.Before + axis.After - axis.Reach + axis.Stride) / axis.Stride;
        var positions = axis.Positions(size.Size);
        return positions > 0
            ? positions
            : throw new ShapeException(
                $"{op}: a window of {axis.Reach} elements does not fit axis {index} of {x}, which has {size} and {axis.Before} + "
                    + $"{axis.After} of padding.");
    }
}
