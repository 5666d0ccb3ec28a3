namespace OnnxTrain;

public partial class Value
{
    /// <summary>ln Σ eˣ over <paramref name="axes"/>, by default over all axes.</summary>
    public Value LogSumExp(params int[] axes) => LogSumExp(keepAxes: false, axes);

    /// <summary>
    /// ln Σ eˣ over <paramref name="axes"/>, which are kept with length 1 if <paramref name="keepAxes"/>: m + ln Σ e^(x − m) with m the
    /// largest x, so that nothing overflows. Its gradient is the softmax.
    /// </summary>
    public Value LogSumExp(bool keepAxes, params int[] axes)
    {
        var largest = Max(keepAxes: true, axes).StopGradient();
        var shift = Where(largest.IsFinite(), largest, Number(0));
        var sum = (this - shift).Exp().Sum(keepAxes: true, axes).Log() + shift;
        return keepAxes ? sum : sum.Reshape(Reduced(axes, nameof(LogSumExp)));
    }

    /// <summary>The shape without <paramref name="axes"/>, by default over all axes.</summary>
    private Shape Reduced(int[] axes, string operation)
    {
        int[] gone = [.. ReduceOp.Normalize(axes, Shape, operation)];
        return [.. Shape.Where((_, axis) => !gone.Contains(axis))];
    }
}
