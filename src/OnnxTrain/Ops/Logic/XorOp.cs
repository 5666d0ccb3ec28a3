using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>y = either a or b.</summary>
internal sealed record XorOp : LogicOp
{
    protected override void Tile(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, Span<byte> y) => TensorPrimitives.Xor(a, b, y);
}

public partial class Value
{
    /// <summary>Whether exactly one is true; shapes broadcast. Both must be bool.</summary>
    public Value Xor(Value other) => new XorOp().Of(this, other);

    /// <summary>Whether exactly one is true; shapes broadcast. Both must be bool.</summary>
    public static Value operator ^(Value a, Value b) => new XorOp().Of(a, b);
}
