using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = the largest element of x over some axes.</summary>
internal sealed record ReduceMaxOp(EquatableArray<int> Axes, bool KeepAxes) : ReduceExtremumOp(Axes, KeepAxes)
{
    public override void ToOnnx(OnnxForm form) => Emit(form, "ReduceMax", inputSince: 18);

    protected override Action Bind<T>(Binding binding) => Bind<T, MaxReducer<T>>(binding);
}

public partial class Value
{
    /// <summary>The largest element over <paramref name="axes"/>, by default over all axes.</summary>
    public Value Max(params int[] axes) => Max(keepAxes: false, axes);

    /// <summary>The largest element over <paramref name="axes"/>, which are kept with length 1 if <paramref name="keepAxes"/>.</summary>
    public Value Max(bool keepAxes, params int[] axes)
    {
        ArgumentNullException.ThrowIfNull(axes);
        return new ReduceMaxOp(ReduceOp.Normalize(axes, Shape, nameof(Max)), keepAxes).Of(this);
    }
}
