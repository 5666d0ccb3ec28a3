using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = the index of the largest element along an axis; for ties, the first.</summary>
internal sealed record ArgMaxOp(int Axis, bool KeepAxis) : ArgExtremumOp(Axis, KeepAxis)
{
    protected override Action Bind<T>(Binding binding) => Bind<T, Above>(binding, Axis);
}

public partial class Value
{
    /// <summary>The index (int64) of the largest element along <paramref name="axis"/>; for ties, the first.</summary>
    public Value ArgMax(int axis = -1, bool keepAxis = false) => new ArgMaxOp(Shape.Axis(axis, nameof(ArgMax)), keepAxis).Of(this);
}
