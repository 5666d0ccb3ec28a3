using OnnxTrain.Kernels;

namespace OnnxTrain;

public partial class Value
{
    /// <summary>
    /// Convolution as networks use the word, a cross-correlation: y[n, o, p] = bias[o] + Σ w[o, c, k] · x[n, c, p · stride + k · dilation −
    /// padding] over the channels c of o's group and the taps k.
    /// </summary>
    /// <param name="weight">[outputs, channels / groups, taps …], with as many axes of taps as this value has spatial axes: one to
    /// three.</param>
    /// <param name="bias">[outputs], or null.</param>
    /// <param name="stride">Elements from one position of the window to the next; 1 unless given.</param>
    /// <param name="padding">Zeros around the image.</param>
    /// <param name="dilation">Elements from one tap to the next; 1 unless given.</param>
    /// <param name="groups">Parts that channels and outputs are split into, each convolved by itself; as many as channels for a depthwise
    /// convolution.</param>
    /// <returns>[batch, outputs, positions …] for this value [batch, channels, spatial axes …].</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Value Conv(
        Value weight, Value? bias = null, Extent stride = default, Padding padding = default, Extent dilation = default, int groups = 1)
    {
        ArgumentNullException.ThrowIfNull(weight);
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        var axes = SpatialAxes("Conv");
        if (weight.Rank != Rank || weight.Shape.Skip(2).Any(d => !d.IsFixed))
            throw new ShapeException(
                $"Conv: the weights {weight.Shape} do not fit {Shape}; they have to be [outputs, channels / groups, one number of taps "
                    + $"for each of {axes} axes].");
        var window = Window(axes, [.. weight.Shape.Skip(2).Select(d => (int)d.Size)], stride, 1, padding, dilation);
        return bias is null ? new ConvOp(window, groups).Of(this, weight) : new ConvOp(window, groups).Of(this, weight, bias);
    }

    /// <summary>
    /// Transposed convolution (Zeiler et al., 2010): each element adds its multiple of the weights to the result, so that strides make the
    /// image larger. It is the gradient of <see cref="Conv"/> by its input.
    /// </summary>
    /// <param name="weight">[channels, outputs / groups, taps …].</param>
    /// <param name="bias">[outputs], or null.</param>
    /// <param name="stride">Elements of the result from one element of the image to the next; 1 unless given.</param>
    /// <param name="padding">Elements cut off around the result.</param>
    /// <param name="outputPadding">Elements added behind the result, fewer than the stride or the dilation; mostly where several lengths
    /// would have been convolved to this one's.</param>
    /// <param name="dilation">Elements of the result from one tap to the next; 1 unless given.</param>
    /// <param name="groups">Parts that channels and outputs are split into.</param>
    /// <returns>[batch, outputs, (size − 1) · stride − padding on both sides + (taps − 1) · dilation + outputPadding + 1 …] for this value
    /// [batch, channels, spatial axes …].</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Value ConvTranspose(
        Value weight, Value? bias = null, Extent stride = default, Padding padding = default, Extent outputPadding = default,
        Extent dilation = default, int groups = 1)
    {
        ArgumentNullException.ThrowIfNull(weight);
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        if (padding == Padding.Same) throw new ArgumentException("A transposed convolution needs its padding in numbers.", nameof(padding));
        var axes = SpatialAxes("ConvTranspose");
        if (weight.Rank != Rank || weight.Shape.Skip(2).Any(d => !d.IsFixed))
            throw new ShapeException(
                $"ConvTranspose: the weights {weight.Shape} do not fit {Shape}; they have to be [channels, outputs / groups, one number "
                    + $"of taps for each of {axes} axes].");
        var window = Window(axes, [.. weight.Shape.Skip(2).Select(d => (int)d.Size)], stride, 1, padding, dilation);
        var rest = outputPadding.For(axes, "output padding", 0, 0);
        for (var i = 0; i < axes; i++)
        {
            var axis = window.Axes[i];
            if (rest[i] >= Math.Max(axis.Stride, axis.Dilation))
                throw new ShapeException(
                    $"ConvTranspose: an output padding of {rest[i]} for {Shape} has to be less than the stride {axis.Stride} or the "
                        + $"dilation {axis.Dilation}.");
        }

        var (cut, behind) = WithoutWholeStrides(window, rest);
        Shape size = [.. cut.Axes.Select((a, i) => TransposedSize(Shape[i + 2], a, rest[i] % a.Stride))];
        var op = new ConvTransposeOp(cut, groups, size);
        if (behind.All(n => n == 0)) return bias is null ? op.Of(this, weight) : op.Of(this, weight, bias);
        var longer = op.Of(this, weight).Pad(new int[axes], behind);
        return bias is null ? longer : longer + bias.Reshape([bias.Shape[0], .. Enumerable.Repeat((Dimension)1, axes)]);
    }

    /// <summary>The largest element under each position of a window, each channel by itself.</summary>
    /// <param name="kernelSize">Elements of the window.</param>
    /// <param name="stride">Elements from one position to the next; the window's size unless given.</param>
    /// <param name="padding">Elements around the image that never win; at most half of the window.</param>
    /// <param name="dilation">Elements from one element of the window to the next; 1 unless given.</param>
    /// <param name="ceilMode">Whether a window that begins within the image and reaches beyond its end counts too.</param>
    /// <returns>[batch, channels, positions …] for this value [batch, channels, spatial axes …].</returns>
    /// <exception cref="ShapeException">The window does not fit.</exception>
    public Value MaxPool(
        Extent kernelSize, Extent stride = default, Padding padding = default, Extent dilation = default, bool ceilMode = false
    ) => new MaxPoolOp(PoolWindow("MaxPool", kernelSize, stride, padding, dilation, ceilMode)).Of(this);

    /// <summary><see cref="MaxPool"/>, and where each largest element lies.</summary>
    /// <param name="indices">int64 [batch, channels, positions …]: flat positions in all of this value.</param>
    /// <param name="kernelSize">Elements of the window.</param>
    /// <param name="stride">Elements from one position to the next; the window's size unless given.</param>
    /// <param name="padding">Elements around the image that never win; at most half of the window.</param>
    /// <param name="dilation">Elements from one element of the window to the next; 1 unless given.</param>
    /// <param name="ceilMode">Whether a window that begins within the image and reaches beyond its end counts too.</param>
    /// <exception cref="ShapeException">The window does not fit.</exception>
    public Value MaxPoolWithIndices(
        out Value indices, Extent kernelSize, Extent stride = default, Padding padding = default, Extent dilation = default,
        bool ceilMode = false)
    {
        var outputs = new MaxPoolOp(PoolWindow("MaxPool", kernelSize, stride, padding, dilation, ceilMode), HasIndices: true)
            .NodeOf(this)
            .Outputs;
        indices = outputs[1];
        return outputs[0];
    }

    /// <summary>The mean of the elements under each position of a window, each channel by itself.</summary>
    /// <param name="kernelSize">Elements of the window.</param>
    /// <param name="stride">Elements from one position to the next; the window's size unless given.</param>
    /// <param name="padding">Zeros around the image; at most half of the window.</param>
    /// <param name="ceilMode">Whether a window that begins within the image and reaches beyond its end counts too.</param>
    /// <param name="countIncludePad">Whether padding counts in the mean. What <paramref name="ceilMode"/> reaches beyond it never
    /// does.</param>
    /// <param name="dilation">Elements from one element of the window to the next; 1 unless given.</param>
    /// <returns>[batch, channels, positions …] for this value [batch, channels, spatial axes …].</returns>
    /// <exception cref="ShapeException">The window does not fit.</exception>
    public Value AveragePool(
        Extent kernelSize, Extent stride = default, Padding padding = default, bool ceilMode = false, bool countIncludePad = true,
        Extent dilation = default)
    {
        var declared = PoolWindow("AveragePool", kernelSize, stride, padding, dilation, ceilMode: false);
        var window = PoolWindow("AveragePool", kernelSize, stride, padding, dilation, ceilMode);
        var isDilated = window.Axes.Any(a => a is { Dilation: > 1, Kernel: > 1 });
        if (!isDilated && (window.Equals(declared) || !countIncludePad)) return new AveragePoolOp(window, countIncludePad).Of(this);

        // Windows that count differently, and dilated ones, which ONNX has late: a sum, and each position's own share.
        if (Shape.Skip(1).Any(d => !d.IsFixed))
            throw new ShapeException($"AveragePool: {Shape} has named axes, which this window does not take.");
        window.RequireElements("AveragePool", Shape);
        var channels = (int)Shape[1].Size;
        var ones = Value.Constant(1, ElementType).Expand([channels, 1, .. window.Kernel.Select(k => (Dimension)k)]);
        var shares = Shares(window, declared, countIncludePad);
        return new ConvOp(window, channels).Of(this, ones) * Numbers(shares, [1, 1, .. window.Positions("AveragePool", Shape)]);
    }

    /// <summary>
    /// The mean over parts of each spatial axis, as many as asked for and as equal as can be: part i goes from ⌊i · size / parts⌋ to ⌈(i +
    /// 1) · size / parts⌉.
    /// </summary>
    /// <param name="outputSize">Parts of each axis; 1 for the mean of the whole image.</param>
    /// <returns>[batch, channels, parts …] for this value [batch, channels, spatial axes …].</returns>
    /// <exception cref="ShapeException">An axis is named, unless the mean is over whole images.</exception>
    public Value AdaptiveAveragePool(Extent outputSize) => Adaptive("AdaptiveAveragePool", outputSize, isMean: true);

    /// <summary>
    /// The largest element of parts of each spatial axis, as many as asked for and as equal as can be: part i goes from ⌊i · size / parts⌋
    /// to ⌈(i + 1) · size / parts⌉.
    /// </summary>
    /// <param name="outputSize">Parts of each axis; 1 for the largest of the whole image.</param>
    /// <returns>[batch, channels, parts …] for this value [batch, channels, spatial axes …].</returns>
    /// <exception cref="ShapeException">An axis is named, unless the largest of whole images is asked for.</exception>
    public Value AdaptiveMaxPool(Extent outputSize) => Adaptive("AdaptiveMaxPool", outputSize, isMean: false);

    private int SpatialAxes(string op) => Rank is >= 3 and <= 5
        ? Rank - 2
        : throw new ShapeException($"{op}: {Shape} has to have three to five axes: [batch, channels, one to three spatial axes].");

    private Window Window(int axes, int[] kernel, Extent stride, int otherwise, Padding padding, Extent dilation)
    {
        var strides = stride.For(axes, "stride", 1, otherwise == 0 ? kernel : [otherwise]);
        var dilations = dilation.For(axes, "dilation", 1, 1);
        int[] reach = [.. kernel.Select((k, i) => ((k - 1) * dilations[i]) + 1)];
        var pads = padding.For([.. Shape.Skip(2)], reach, strides);
        return new([.. kernel.Select((k, i) => new WindowAxis(k, strides[i], dilations[i], pads[i].Before, pads[i].After))]);
    }

    private Window PoolWindow(string op, Extent kernelSize, Extent stride, Padding padding, Extent dilation, bool ceilMode)
    {
        var axes = SpatialAxes(op);
        var window = Window(axes, kernelSize.For(axes, "kernel size", 1, 1), stride, 0, padding, dilation);
        return ceilMode ? new([.. window.Axes.Select((a, i) => WithRest(op, a, Shape[i + 2]))]) : window;
    }

    /// <summary>Padding for the window that reaches beyond the end, if it begins within the image or the padding before it.</summary>
    private WindowAxis WithRest(string op, WindowAxis axis, Dimension size)
    {
        if (axis.Stride == 1)
            return axis;
        if (!size.IsFixed)
            throw new ShapeException($"{op}: ceil mode depends on the length of the axis '{size}' of {Shape}, which is named.");
        var begin = axis.Positions(size.Size) * axis.Stride;
        var rest = begin + axis.Reach - (size.Size + axis.Before + axis.After);
        return rest > 0 && rest < axis.Stride && begin < size.Size + axis.Before ? axis with { After = axis.After + (int)rest } : axis;
    }

    /// <summary>
    /// An output padding of whole strides, which a dilation allows, is padding cut off behind that is less, and where none is left, zeros
    /// behind: no window of a convolution could have begun there.
    /// </summary>
    private static (Window Window, int[] Behind) WithoutWholeStrides(Window window, int[] rest)
    {
        int[] more = [.. window.Axes.Select((a, i) => rest[i] - (rest[i] % a.Stride))];
        return (
            new([.. window.Axes.Select((a, i) => a with { After = Math.Max(0, a.After - more[i]) })]),
            [.. window.Axes.Select((a, i) => Math.Max(0, more[i] - a.After))]);
    }

    private static Dimension TransposedSize(Dimension size, WindowAxis axis, int rest) =>
        size.Map(axis.Stride, axis.Reach + rest - axis.Before - axis.After - axis.Stride, 1);

    private double[] Shares(Window window, Window declared, bool countIncludePad)
    {
        int[] sizes = [.. Shape.Skip(2).Select(d => (int)d.Size)];
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

    private Value Numbers(double[] numbers, Shape shape) => Constant(numbers, shape, ElementType);

    private Value Adaptive(string op, Extent outputSize, bool isMean)
    {
        var axes = SpatialAxes(op);
        var parts = outputSize.For(axes, "output size", 1, 1);
        int[] spatial = [.. Enumerable.Range(2, axes)];
        if (parts.All(p => p == 1))
            return isMean ? Mean(keepAxes: true, spatial) : Max(keepAxes: true, spatial);
        if (Shape.Skip(2).Any(d => !d.IsFixed))
            throw new ShapeException($"{op}: {Shape} has named axes; their lengths have to be known, unless the output size is 1.");
        int[] sizes = [.. Shape.Skip(2).Select(d => (int)d.Size)];
        if (sizes.Zip(parts).All(a => a.First % a.Second == 0))
        {
            var window = new Window([.. sizes.Zip(parts, (size, count) => new WindowAxis(size / count, size / count))]);
            return isMean ? new AveragePoolOp(window, CountsPadding: false).Of(this) : new MaxPoolOp(window).Of(this);
        }

        // Parts of different lengths: axis by axis, each part by itself. Some are the same where there are more parts than elements.
        var y = this;
        foreach (var (axis, count) in spatial.Zip(parts))
        {
            var (whole, size) = (y, (int)y.Shape[axis].Size);
            var pieces = Enumerable
                .Range(0, count)
                .Select(i => (Start: i * size / count, End: (((i + 1) * size) + count - 1) / count))
                .ToArray();
            var means = pieces
                .Distinct()
                .ToDictionary(piece => piece, piece => whole.Slice(axis, piece.Start, piece.End).Pooled(axis, isMean));
            y = Concat(axis, [.. pieces.Select(piece => means[piece])]);
        }

        return y;
    }

    /// <summary>
    /// One element for all along a spatial axis. A window over the axis does the same as a reduction, and older runtimes understand it:
    /// OpenCV 4.6 reduces along one axis for the batch size alone that it read the file with. ONNX Runtime's means of windows are of
    /// float32.
    /// </summary>
    private Value Pooled(int axis, bool isMean)
    {
        var length = (int)Shape[axis].Size;
        if (length == 1)
            return this;
        if (isMean && ElementType != ElementType.Float32)
            return Mean(keepAxes: true, axis);
        var window = new Window([
            .. Enumerable.Range(2, Rank - 2).Select(i => i == axis ? new WindowAxis(length, length) : new WindowAxis(1, 1)),
        ]);
        return isMean ? new AveragePoolOp(window, CountsPadding: false).Of(this) : new MaxPoolOp(window).Of(this);
    }
}
