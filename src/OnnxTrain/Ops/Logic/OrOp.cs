using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>y = a or b.</summary>
internal sealed record OrOp : LogicOp
{
    protected override void Tile(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, Span<byte> y) => TensorPrimitives.BitwiseOr(a, b, y);
}

public partial class Value
{
    /// <summary>Whether at least one is true; shapes broadcast. Both must be bool.</summary>
    public Value Or(Value other) => new OrOp().Of(this, other);

    /// <summary>Whether at least one is true; shapes broadcast. Both must be bool.</summary>
    public static Value operator |(Value a, Value b) => new OrOp().Of(a, b);
}
