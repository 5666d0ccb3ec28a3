using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>y = a and b.</summary>
internal sealed record AndOp : LogicOp
{
    protected override void Tile(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, Span<byte> y) => TensorPrimitives.BitwiseAnd(a, b, y);
}

public partial class Value
{
    /// <summary>Whether both are true; shapes broadcast. Both must be bool.</summary>
    public Value And(Value other) => new AndOp().Of(this, other);

    /// <summary>Whether both are true; shapes broadcast. Both must be bool.</summary>
    public static Value operator &(Value a, Value b) => new AndOp().Of(a, b);
}
