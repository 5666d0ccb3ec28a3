namespace OnnxTrain;

public partial class Value
{
    /// <summary>
    /// The variance over <paramref name="axes"/>, by default over all axes: Σ (x − mean)² / (n − 1), the unbiased estimate, as PyTorch's
    /// default.
    /// </summary>
    public Value Var(params int[] axes) => Var(1, keepAxes: false, axes);

    /// <summary>The variance over <paramref name="axes"/>: Σ (x − mean)² / (n − correction).</summary>
    /// <param name="correction">1 for the unbiased estimate, 0 for the mean square deviation.</param>
    /// <param name="keepAxes">Whether the axes are kept with length 1.</param>
    /// <param name="axes">The axes; by default all.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="correction"/> is neither 0 nor 1.</exception>
    /// <exception cref="ShapeException">There is only one number, which has no variance.</exception>
    /// <exception cref="ArgumentException">The same along named axes, when a plan is created.</exception>
    public Value Var(int correction, bool keepAxes, params int[] axes)
    {
        if (correction is not (0 or 1))
            throw new ArgumentOutOfRangeException(nameof(correction), correction, "Var: the correction must be 0 or 1.");
        ElementTypes.RequireFloats(nameof(Var), [Type]);
        var squares = (this - Mean(keepAxes: true, axes)).Square().Mean(keepAxes, axes);
        if (correction == 0) return squares;
        return new SampleVarianceOp([.. ReduceOp.Normalize(axes, Shape, nameof(Var)).ToArray().Select(axis => Shape[axis])]).Of(squares);
    }

    /// <summary>
    /// The standard deviation over <paramref name="axes"/>, by default over all axes, with n − 1 as in <see cref="Var(int[])"/>.
    /// </summary>
    public Value Std(params int[] axes) => Std(1, keepAxes: false, axes);

    /// <summary>The square root of <see cref="Var(int, bool, int[])"/>; where that is 0 its gradient is 0, as in PyTorch.</summary>
    /// <param name="correction">1 for the unbiased estimate, 0 for the mean square deviation.</param>
    /// <param name="keepAxes">Whether the axes are kept with length 1.</param>
    /// <param name="axes">The axes; by default all.</param>
    public Value Std(int correction, bool keepAxes, params int[] axes) => Var(correction, keepAxes, axes).RootOfSquares();

    /// <summary>√x, with a gradient of 0 where x is 0.</summary>
    internal Value RootOfSquares()
    {
        var isZero = EqualTo(0);
        return Where(isZero, Number(0), Where(isZero, Number(1), this).Sqrt());
    }
}
