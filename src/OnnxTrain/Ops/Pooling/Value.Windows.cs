using OnnxTrain.Kernels;

namespace OnnxTrain;

public partial class Value
{
    /// <summary>
    /// Convolution in the sense of neural networks, that is, cross-correlation: y[n, o, p] = bias[o] + Σ w[o, c, k] · x[n, c, p · stride +
    /// k · dilation − padding] over the channels c of o's group and the taps k.
    /// </summary>
    /// <param name="weight">[outputs, channels / groups, taps …], with as many axes of taps as this value has spatial axes: one to
    /// three.</param>
    /// <param name="bias">[outputs], or null.</param>
    /// <param name="stride">The stride; default 1.</param>
    /// <param name="padding">The zero padding around the image.</param>
    /// <param name="dilation">The distance between taps; default 1.</param>
    /// <param name="groups">The number of groups that channels and outputs are divided into, each convolved separately; equal to the
    /// channels for a depthwise convolution.</param>
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
                $"Conv: the weights {weight.Shape} do not fit {Shape}; they must be [outputs, channels / groups, one number of taps "
                    + $"for each of {axes} axes].");
        var window = Window(axes, [.. weight.Shape.Skip(2).Select(d => (int)d.Size)], stride, 1, padding, dilation);
        return bias is null ? new ConvOp(window, groups).Of(this, weight) : new ConvOp(window, groups).Of(this, weight, bias);
    }

    /// <summary>
    /// Transposed convolution (Zeiler et al., 2010): each element adds the weights, times its value, to the result, so strides enlarge the
    /// image. It is the gradient of <see cref="Conv"/> by its input.
    /// </summary>
    /// <param name="weight">[channels, outputs / groups, taps …].</param>
    /// <param name="bias">[outputs], or null.</param>
    /// <param name="stride">The stride, in elements of the result; default 1.</param>
    /// <param name="padding">The padding, which is cropped from the result.</param>
    /// <param name="outputPadding">The number of elements added at the end of each axis of the result, fewer than the stride or the
    /// dilation; used if several lengths would be convolved to this value's length.</param>
    /// <param name="dilation">The distance between taps, in elements of the result; default 1.</param>
    /// <param name="groups">The number of groups that channels and outputs are divided into.</param>
    /// <returns>[batch, outputs, (size − 1) · stride − padding on both sides + (taps − 1) · dilation + outputPadding + 1 …] for this value
    /// [batch, channels, spatial axes …].</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Value ConvTranspose(
        Value weight, Value? bias = null, Extent stride = default, Padding padding = default, Extent outputPadding = default,
        Extent dilation = default, int groups = 1)
    {
        ArgumentNullException.ThrowIfNull(weight);
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        if (padding == Padding.Same) throw new ArgumentException("A transposed convolution needs numeric padding.", nameof(padding));
        var axes = SpatialAxes("ConvTranspose");
        if (weight.Rank != Rank || weight.Shape.Skip(2).Any(d => !d.IsFixed))
            throw new ShapeException(
                $"ConvTranspose: the weights {weight.Shape} do not fit {Shape}; they must be [channels, outputs / groups, one number "
                    + $"of taps for each of {axes} axes].");
        var window = Window(axes, [.. weight.Shape.Skip(2).Select(d => (int)d.Size)], stride, 1, padding, dilation);
        var rest = outputPadding.For(axes, "output padding", 0, 0);
        for (var i = 0; i < axes; i++)
        {
            var axis = window.Axes[i];
            if (rest[i] >= Math.Max(axis.Stride, axis.Dilation))
                throw new ShapeException(
                    $"ConvTranspose: an output padding of {rest[i]} for {Shape} must be less than the stride {axis.Stride} or the "
                        + $"dilation {axis.Dilation}.");
        }

        var (cut, behind) = WithoutWholeStrides(window, rest);
        Shape size = [.. cut.Axes.Select((a, i) => TransposedSize(Shape[i + 2], a, rest[i] % a.Stride))];
        var op = new ConvTransposeOp(cut, groups, size);
        if (behind.All(n => n == 0)) return bias is null ? op.Of(this, weight) : op.Of(this, weight, bias);
        var longer = op.Of(this, weight).Pad(new int[axes], behind);
        return bias is null ? longer : longer + bias.Reshape([bias.Shape[0], .. Enumerable.Repeat((Dimension)1, axes)]);
    }

    /// <summary>Max pooling: the largest element under each position of a window, for each channel separately.</summary>
    /// <param name="kernelSize">The size of the window.</param>
    /// <param name="stride">The stride; by default the size of the window.</param>
    /// <param name="padding">The padding around the image, which is never the maximum; at most half of the window.</param>
    /// <param name="dilation">The distance between elements of the window; default 1.</param>
    /// <param name="ceilMode">Whether windows that start within the image and reach beyond its end are included.</param>
    /// <returns>[batch, channels, positions …] for this value [batch, channels, spatial axes …].</returns>
    /// <exception cref="ShapeException">The window does not fit.</exception>
    public Value MaxPool(
        Extent kernelSize, Extent stride = default, Padding padding = default, Extent dilation = default, bool ceilMode = false
    ) =>
        ceilMode && PoolWindow("MaxPool", kernelSize, stride, padding, dilation, ceilMode: false) is var declared && IsOpen(declared)
            ? new WindowPoolOp(declared, IsCeil: true, IsMean: false, CountsPadding: false).Of(this)
            : new MaxPoolOp(PoolWindow("MaxPool", kernelSize, stride, padding, dilation, ceilMode)).Of(this);

    /// <summary><see cref="MaxPool"/>, with the index of each largest element.</summary>
    /// <param name="indices">int64 [batch, channels, positions …]: flat positions in all of this value.</param>
    /// <param name="kernelSize">The size of the window.</param>
    /// <param name="stride">The stride; by default the size of the window.</param>
    /// <param name="padding">The padding around the image, which is never the maximum; at most half of the window.</param>
    /// <param name="dilation">The distance between elements of the window; default 1.</param>
    /// <param name="ceilMode">Whether windows that start within the image and reach beyond its end are included.</param>
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

    /// <summary>Average pooling: the mean of the elements under each position of a window, for each channel separately.</summary>
    /// <param name="kernelSize">The size of the window.</param>
    /// <param name="stride">The stride; by default the size of the window.</param>
    /// <param name="padding">The zero padding around the image; at most half of the window.</param>
    /// <param name="ceilMode">Whether windows that start within the image and reach beyond its end are included.</param>
    /// <param name="countIncludePad">Whether padding counts in the mean. Elements beyond the padding, from <paramref name="ceilMode"/>,
    /// never count.</param>
    /// <param name="dilation">The distance between elements of the window; default 1.</param>
    /// <returns>[batch, channels, positions …] for this value [batch, channels, spatial axes …].</returns>
    /// <exception cref="ShapeException">The window does not fit.</exception>
    public Value AveragePool(
        Extent kernelSize, Extent stride = default, Padding padding = default, bool ceilMode = false, bool countIncludePad = true,
        Extent dilation = default)
    {
        var declared = PoolWindow("AveragePool", kernelSize, stride, padding, dilation, ceilMode: false);
        if (ceilMode && IsOpen(declared)) return new WindowPoolOp(declared, IsCeil: true, IsMean: true, countIncludePad).Of(this);
        var window = PoolWindow("AveragePool", kernelSize, stride, padding, dilation, ceilMode);
        return WindowPoolOp.Mean(this, declared, window, countIncludePad);
    }

    /// <summary>
    /// The mean over parts of the image: each spatial axis is divided into the given number of parts, as equal as possible: part i goes
    /// from ⌊i · size / parts⌋ to ⌈(i + 1) · size / parts⌉.
    /// </summary>
    /// <param name="outputSize">The number of parts of each axis; 1 for the mean of the whole image.</param>
    /// <returns>[batch, channels, parts …] for this value [batch, channels, spatial axes …].</returns>
    public Value AdaptiveAveragePool(Extent outputSize) => Adaptive("AdaptiveAveragePool", outputSize, isMean: true);

    /// <summary>
    /// The maximum over parts of the image: each spatial axis is divided into the given number of parts, as equal as possible: part i goes
    /// from ⌊i · size / parts⌋ to ⌈(i + 1) · size / parts⌉.
    /// </summary>
    /// <param name="outputSize">The number of parts of each axis; 1 for the largest of the whole image.</param>
    /// <returns>[batch, channels, parts …] for this value [batch, channels, spatial axes …].</returns>
    public Value AdaptiveMaxPool(Extent outputSize) => Adaptive("AdaptiveMaxPool", outputSize, isMean: false);

    private int SpatialAxes(string op) => Rank is >= 3 and <= 5
        ? Rank - 2
        : throw new ShapeException($"{op}: {Shape} must have three to five axes: [batch, channels, one to three spatial axes].");

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
        if (!ceilMode) return window;
        return IsOpen(window)
            ? throw new ShapeException($"{op}: ceil mode depends on the lengths of named axes of {Shape}, which indices do not support.")
            : WindowPoolOp.WithRests(window, Shape);
    }

    /// <summary>Whether a window beyond the end depends on the length of a named axis.</summary>
    private bool IsOpen(Window window) => window.Axes.Where((axis, i) => axis.Stride > 1 && !Shape[i + 2].IsFixed).Any();

    /// <summary>
    /// An output padding of whole strides, which a dilation allows, reduces the cropped padding at the end, and then adds zeros: no window
    /// of a convolution could start there.
    /// </summary>
    private static (Window Window, int[] Behind) WithoutWholeStrides(Window window, int[] rest)
    {
        int[] more = [.. window.Axes.Select((a, i) => rest[i] - (rest[i] % a.Stride))];
        return (
            new([.. window.Axes.Select((a, i) => a with { After = Math.Max(0, a.After - more[i]) })]),
            [.. window.Axes.Select((a, i) => Math.Max(0, more[i] - a.After))]);
    }

    private static Dimension TransposedSize(Dimension size, WindowAxis axis, int rest) =>
        ((size - 1) * axis.Stride) + axis.Reach + rest - axis.Before - axis.After;

    private Value Adaptive(string op, Extent outputSize, bool isMean)
    {
        var axes = SpatialAxes(op);
        var parts = outputSize.For(axes, "output size", 1, 1);
        int[] spatial = [.. Enumerable.Range(2, axes)];
        if (parts.All(p => p == 1)) return isMean ? Mean(keepAxes: true, spatial) : Max(keepAxes: true, spatial);
        return Shape.Skip(2).All(d => d.IsFixed)
            ? AdaptivePoolOp.OfNumbers(this, parts, isMean)
            : new AdaptivePoolOp([.. parts], isMean).Of(this);
    }
}
