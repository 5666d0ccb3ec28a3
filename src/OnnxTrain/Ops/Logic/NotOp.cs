using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = not x.</summary>
internal sealed record NotOp : Op
{
    public override bool IsElementwise => true;

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs) => inputs[0].ElementType == ElementType.Bool
        ? [inputs[0]]
        : throw new ShapeException($"Not: the input is {inputs[0]}; it must be bool, as comparisons yield.");

    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) => [null];

    public override Action Bind(Binding binding) => BindTiles(binding).Run;

    public override TileLoop BindTiles(Binding binding) =>
        Tiles.Unary<bool, bool>(
            binding.InputTiles<bool>(0), binding.OutputTiles<bool>(0),
            static (x, y) => TensorPrimitives.Xor(MemoryMarshal.AsBytes(x), (byte)1, MemoryMarshal.AsBytes(y)));

    public override void ToOnnx(OnnxForm form) => form.Emit("Not");
}

public partial class Value
{
    /// <summary>The negation of each boolean.</summary>
    public Value Not() => new NotOp().Of(this);

    /// <summary>The negation of each boolean.</summary>
    public static Value operator !(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Not();
    }
}
