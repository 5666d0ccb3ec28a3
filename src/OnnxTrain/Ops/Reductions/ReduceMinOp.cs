using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = the smallest element of x over some axes.</summary>
internal sealed record ReduceMinOp(EquatableArray<int> Axes, bool KeepAxes) : ReduceExtremumOp(Axes, KeepAxes)
{
    public override void ToOnnx(OnnxForm form) => Emit(form, "ReduceMin", inputSince: 18);

    protected override Action Bind<T>(Binding binding) => Bind<T, MinReducer<T>>(binding);
}

public partial class Value
{
    /// <summary>The smallest element over <paramref name="axes"/>, by default over all axes.</summary>
    public Value Min(params int[] axes) => Min(keepAxes: false, axes);

    /// <summary>The smallest element over <paramref name="axes"/>, which are kept with length 1 if <paramref name="keepAxes"/>.</summary>
    public Value Min(bool keepAxes, params int[] axes)
    {
        ArgumentNullException.ThrowIfNull(axes);
        return new ReduceMinOp(ReduceOp.Normalize(axes, Shape, nameof(Min)), keepAxes).Of(this);
    }
}
