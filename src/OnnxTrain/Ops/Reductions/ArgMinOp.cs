using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = the index of the smallest element along an axis; for ties, the first.</summary>
internal sealed record ArgMinOp(int Axis, bool KeepAxis) : ArgExtremumOp(Axis, KeepAxis)
{
    protected override Action Bind<T>(Binding binding) => Bind<T, Below>(binding, Axis);
}

public partial class Value
{
    /// <summary>The index (int64) of the smallest element along <paramref name="axis"/>; for ties, the first.</summary>
    public Value ArgMin(int axis = -1, bool keepAxis = false) => new ArgMinOp(Shape.Axis(axis, nameof(ArgMin)), keepAxis).Of(this);
}
