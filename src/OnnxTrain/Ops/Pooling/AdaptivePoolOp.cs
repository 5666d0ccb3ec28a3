using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// y [batch, channels, parts …] = the mean or maximum over parts of each spatial axis, as equal as possible, where axes are named: part i
/// goes from ⌊i · size / parts⌋ to ⌈(i + 1) · size / parts⌉.
/// </summary>
internal sealed record AdaptivePoolOp(EquatableArray<int> Parts, bool IsMean) : LengthFormulaOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        var x = inputs[0].Shape;
        return x.Rank == Parts.Length + 2
            ? [new(inputs[0].ElementType, [x[0], x[1], .. Parts.Select(count => (Dimension)count)])]
            : throw new ShapeException($"{Name}: {Parts.Length} output sizes do not fit the spatial axes of {x}.");
    }

    public override Value[] Formula(IReadOnlyList<Value> x) =>
        [x[0].Shape.Skip(2).All(d => d.IsFixed) ? OfNumbers(x[0], [.. Parts], IsMean) : OfNames(x[0])];

    /// <summary>The pooling of axes that are numbers.</summary>
    public static Value OfNumbers(Value x, int[] parts, bool isMean)
    {
        int[] sizes = [.. x.Shape.Skip(2).Select(d => (int)d.Size)];
        if (sizes.Zip(parts).All(a => a.First % a.Second == 0))
        {
            var window = new Window([.. sizes.Zip(parts, (size, count) => new WindowAxis(size / count, size / count))]);
            return isMean ? new AveragePoolOp(window, CountsPadding: false).Of(x) : new MaxPoolOp(window).Of(x);
        }

        // Parts of different lengths: axis by axis, each part by itself. Some are the same where there are more parts than elements.
        var y = x;
        foreach (var (axis, count) in Enumerable.Range(2, parts.Length).Zip(parts))
        {
            var (whole, size) = (y, (int)y.Shape[axis].Size);
            var pieces = Enumerable
                .Range(0, count)
                .Select(i => (Start: i * size / count, End: (((i + 1) * size) + count - 1) / count))
                .ToArray();
            var means = pieces
                .Distinct()
                .ToDictionary(piece => piece, piece => Pooled(whole.Slice(axis, piece.Start, piece.End), axis, isMean));
            y = Value.Concat(axis, [.. pieces.Select(piece => means[piece])]);
        }

        return y;
    }

    /// <summary>The same with positions that are expressions over names, as reductions.</summary>
    private Value OfNames(Value x)
    {
        var y = x;
        for (var (i, axis) = (0, 2); i < Parts.Length; i++, axis++)
        {
            var (whole, n, count) = (y, y.Shape[axis], Parts[i]);
            y = Value.Concat(axis, [.. Enumerable.Range(0, count).Select(k =>
            {
                var (start, end) = (n * k / count, ((n * (k + 1)) + count - 1) / count);
                var piece = whole.Narrow(axis, start, end - start);
                return IsMean ? piece.Mean(keepAxes: true, axis) : piece.Max(keepAxes: true, axis);
            })]);
        }

        return y;
    }

    /// <summary>
    /// One element for all along a spatial axis. A window over the axis gives the same result as a reduction, and older runtimes support it
    /// better: OpenCV 4.6 reduces along one axis only for the batch size with which it read the file. ONNX Runtime's average pooling
    /// supports only float32.
    /// </summary>
    private static Value Pooled(Value x, int axis, bool isMean)
    {
        var length = (int)x.Shape[axis].Size;
        if (length == 1) return x;
        if (isMean && x.ElementType != ElementType.Float32) return x.Mean(keepAxes: true, axis);
        var window = new Window([
            .. Enumerable.Range(2, x.Rank - 2).Select(i => i == axis ? new WindowAxis(length, length) : new WindowAxis(1, 1)),
        ]);
        return isMean ? new AveragePoolOp(window, CountsPadding: false).Of(x) : new MaxPoolOp(window).Of(x);
    }
}
