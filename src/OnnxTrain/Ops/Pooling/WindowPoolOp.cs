using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// The mean or maximum under each window along named axes, if the windows depend on the lengths: their number, with the last one that
/// starts within x (<see cref="IsCeil"/>), or the elements that count.
/// </summary>
/// <param name="Window">The window with the requested padding.</param>
/// <param name="IsCeil">Whether windows that start within x and reach beyond its end are included.</param>
/// <param name="IsMean">The mean, or the largest.</param>
/// <param name="CountsPadding">Whether padding counts in the mean.</param>
internal sealed record WindowPoolOp(Window Window, bool IsCeil, bool IsMean, bool CountsPadding) : LengthFormulaOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        return [new(inputs[0].ElementType, Positions(inputs[0].Shape))];
    }

    public override Value[] Formula(IReadOnlyList<Value> x)
    {
        var shape = x[0].Shape;
        if (shape.Skip(2).Any(d => !d.IsFixed)) return [IsMean ? MeanOfNames(x[0]) : LargestOfNames(x[0])];
        var window = IsCeil ? WithRests(Window, shape) : Window;
        return [IsMean ? Mean(x[0], Window, window, CountsPadding) : new MaxPoolOp(window).Of(x[0])];
    }

    /// <summary>The mean under windows; <paramref name="declared"/> has the padding that counts.</summary>
    public static Value Mean(Value x, Window declared, Window window, bool countsPadding)
    {
        var isDilated = window.Axes.Any(a => a is { Dilation: > 1, Kernel: > 1 });
        if (!isDilated && (window.Equals(declared) || !countsPadding)) return new AveragePoolOp(window, countsPadding).Of(x);

        // Windows that count differently, and dilated ones, which ONNX has late: a sum, and each position's own share.
        if (!x.Shape[1].IsFixed) throw new ShapeException($"AveragePool: the channels of {x.Shape} are named; this window needs a number.");
        if (x.Shape.Skip(2).Any(d => !d.IsFixed)) return new WindowPoolOp(declared, IsCeil: false, IsMean: true, countsPadding).Of(x);
        window.RequireElements("AveragePool", x.Shape);
        var shares = Shares(x, window, declared, countsPadding);
        return Sum(x, window) * Value.Constant(shares, [1, 1, .. window.Positions("AveragePool", x.Shape)], x.ElementType);
    }

    /// <summary>The window, with padding at the end of fixed axes for one more position that reaches beyond the end.</summary>
    public static Window WithRests(Window window, Shape shape) => new([.. window.Axes.Select((a, i) => WithRest(a, shape[i + 2]))]);

    private static WindowAxis WithRest(WindowAxis axis, Dimension size)
    {
        if (axis.Stride == 1) return axis;
        var begin = axis.Positions(size.Size) * axis.Stride;
        var rest = begin + axis.Reach - (size.Size + axis.Before + axis.After);
        return rest > 0 && rest < axis.Stride && begin < size.Size + axis.Before ? axis with { After = axis.After + (int)rest } : axis;
    }

    /// <summary>The sum under each window, channel by channel.</summary>
    private static Value Sum(Value x, Window window)
    {
        var channels = (int)x.Shape[1].Size;
        var ones = Value.Constant(1, x.ElementType).Expand([channels, 1, .. window.Kernel.Select(k => (Dimension)k)]);
        return new ConvOp(window, channels).Of(x, ones);
    }

    private static double[] Shares(Value x, Window window, Window declared, bool countIncludePad)
    {
        int[] sizes = [.. x.Shape.Skip(2).Select(d => (int)d.Size)];
        int[][] counts =
        [
            .. window.Axes.Select(
                (axis, i) =>
                    Enumerable
                        .Range(0, (int)axis.Positions(sizes[i]))
                        .Select(p =>
                            Enumerable
                                .Range(0, axis.Kernel)
                                .Select(k => (p * axis.Stride) + (k * axis.Dilation) - axis.Before)
                                .Count(at => countIncludePad ? at < sizes[i] + declared.Axes[i].After : at >= 0 && at < sizes[i]))
                        .ToArray()),
        ];
        IEnumerable<double> products = [1];
        foreach (var axis in counts) products = [.. products.SelectMany(product => axis.Select(count => product * count))];
        return [.. products.Select(count => 1 / count)];
    }

    private Shape Positions(Shape x)
    {
        if (!IsCeil) return [x[0], x[1], .. Window.Positions(Name, x)];
        if (x.Rank != Window.Rank + 2) throw new ShapeException($"{Name}: {x} must have {Window.Rank + 2} axes.");
        return [x[0], x[1], .. Window.Axes.Select((axis, i) => Count(axis, x[i + 2]))];
    }

    /// <summary>
    /// ⌈(n + before + after − reach) / stride⌉ + 1 windows, but none that starts after x, of which ⌊(n + before − 1) / stride⌋ + 1 start
    /// within x.
    /// </summary>
    private static Dimension Count(WindowAxis axis, Dimension n) =>
        n.IsFixed && WithRest(axis, n) is var own ? own.Positions(n.Size)
        : ((n + axis.Before - 1 + Math.Min(axis.After - axis.Reach + axis.Stride, 0)) / axis.Stride) + 1;

    /// <summary>The number of elements that the last window reaches beyond the padding.</summary>
    private Dimension Rest(int i, Dimension n)
    {
        var axis = Window.Axes[i];
        if (!IsCeil || axis.Stride == 1) return 0;
        var rest = ((Count(axis, n) - 1) * axis.Stride) + axis.Reach - n - axis.Before - axis.After;
        return axis.After - axis.Reach + axis.Stride <= 0 ? rest : Dimension.Max(0, rest);
    }

    private Value LargestOfNames(Value x)
    {
        var longer = x;
        for (var i = 0; i < Window.Rank; i++) longer = Padded(longer, i + 2, 0, Rest(i, x.Shape[i + 2]), double.NegativeInfinity);
        return Counted(new MaxPoolOp(Window).Of(longer), Positions(x.Shape));
    }

    /// <summary>The sum under each window divided by the number of elements that count.</summary>
    private Value MeanOfNames(Value x)
    {
        var bare = new Window([.. Window.Axes.Select(a => a with { Before = 0, After = 0 })]);
        var ones = Value.Constant(1, x.ElementType).Expand([
            1, 1, .. Window.Axes.Select((a, i) => CountsPadding ? x.Shape[i + 2] + a.Before + a.After : x.Shape[i + 2]),
        ]);
        for (var i = 0; i < Window.Rank; i++)
        {
            var (axis, rest) = (Window.Axes[i], Rest(i, x.Shape[i + 2]));
            ones = CountsPadding ? Padded(ones, i + 2, 0, rest) : Padded(ones, i + 2, axis.Before, rest + axis.After);
        }

        var wide = x;
        for (var i = 0; i < Window.Rank; i++)
            wide = Padded(wide, i + 2, Window.Axes[i].Before, Rest(i, x.Shape[i + 2]) + Window.Axes[i].After);
        return Counted(Sum(wide, bare) / Sum(ones, bare), Positions(x.Shape));
    }

    private static Value Padded(Value x, int axis, Dimension before, Dimension after, double number = 0) =>
        before == 0 && after == 0 ? x : new PadOp(axis, before, after, number).Of(x);

    /// <summary>The positions that count, if not all are known to count.</summary>
    private static Value Counted(Value y, Shape positions)
    {
        for (var axis = 2; axis < y.Rank; axis++)
        {
            if (y.Shape[axis] != positions[axis]) y = y.Narrow(axis, 0, positions[axis]);
        }

        return y;
    }
}
