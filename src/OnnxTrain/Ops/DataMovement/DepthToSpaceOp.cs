using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// y [batch, channels, r · height, r · width] for x [batch, channels · r², height, width]: channels become blocks of r × r pixels. The r²
/// channels of a block are consecutive in x (<c>ChannelsFirst</c>, ONNX's CRD), or a stride of channels apart (DCR).
/// </summary>
internal sealed record DepthToSpaceOp(int Block, bool ChannelsFirst) : FormulaOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        var s = inputs[0].Shape;
        return Block >= 1 && s.Rank == 4 && s[1].IsFixed && s[1].Size % (Block * Block) == 0
            ? [new(inputs[0].ElementType, [s[0], s[1].Size / (Block * Block), s[2] * Block, s[3] * Block])]
            : throw new ShapeException(
                $"DepthToSpace: {inputs[0]} does not fall into blocks of {Block} × {Block}; it must be [batch, channels · {Block}², "
                    + "height, width], with known channels.");
    }

    // dL/dx = the squares of g as channels again
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) =>
        [new SpaceToDepthOp(Block, ChannelsFirst).Of(gradients[0]!)];

    public override void ToOnnx(OnnxForm form) =>
        form.Emit("DepthToSpace", OnnxAttribute.Int("blocksize", Block), OnnxAttribute.Text("mode", ChannelsFirst ? "CRD" : "DCR"));

    protected override Value[] Formula(IReadOnlyList<Value> x)
    {
        var s = x[0].Shape;
        var channels = s[1].Size / (Block * Block);
        Shape split = ChannelsFirst ? [s[0], channels, Block, Block, s[2], s[3]] : [s[0], Block, Block, channels, s[2], s[3]];
        return [x[0].Reshape(split).Transpose(Order).Reshape([s[0], channels, s[2] * Block, s[3] * Block])];
    }

    protected override Action Bind<T>(Binding binding)
    {
        var s = binding.InputSizes(0);
        var channels = s[1] / (Block * Block);
        int[] split = ChannelsFirst ? [s[0], channels, Block, Block, s[2], s[3]] : [s[0], Block, Block, channels, s[2], s[3]];
        return StridedCopy.Transpose(binding.Input<T>(0), split, Order, binding.Output<T>(0));
    }

    private int[] Order => ChannelsFirst ? [0, 1, 4, 2, 5, 3] : [0, 3, 4, 1, 5, 2];
}

public partial class Value
{
    /// <summary>
    /// Rearranges channels into blocks of pixels: [batch, channels · r², height, width] → [batch, channels, r · height, r · width].
    /// </summary>
    /// <param name="block">r.</param>
    /// <param name="channelsFirst">Whether the r² channels of a block are consecutive, as in PyTorch's pixel shuffle (ONNX: CRD), or not
    /// (DCR).</param>
    /// <exception cref="ShapeException">The number of channels is not a multiple of r², or not known.</exception>
    public Value DepthToSpace(int block, bool channelsFirst = false) => new DepthToSpaceOp(block, channelsFirst).Of(this);
}
