using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = the index of the smallest element along an axis, the first of equals.</summary>
internal sealed record ArgMinOp(int Axis, bool KeepAxis) : ArgExtremumOp(Axis, KeepAxis)
{
    protected override Action Bind<T>(Binding binding) => Bind<T, Below>(binding, Axis);
}

public partial class Value
{
    /// <summary>The index (int64) of the smallest element along <paramref name="axis"/>, the first of equals.</summary>
    public Value ArgMin(int axis = -1, bool keepAxis = false) => new ArgMinOp(Shape.Axis(axis, nameof(ArgMin)), keepAxis).Of(this);
}
