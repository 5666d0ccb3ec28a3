using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// y [batch, channels · r², height, width] for x [batch, channels, r · height, r · width]: blocks of r × r pixels become channels, which
/// are consecutive (<c>ChannelsFirst</c>) or a stride of channels apart, as in ONNX.
/// </summary>
internal sealed record SpaceToDepthOp(int Block, bool ChannelsFirst) : FormulaOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        var s = inputs[0].Shape;
        return Block >= 1 && s.Rank == 4 && s[1].IsFixed && Divides(s[2]) && Divides(s[3])
            ? [new(inputs[0].ElementType, [s[0], s[1].Size * Block * Block, s[2] / Block, s[3] / Block])]
            : throw Misfit(inputs[0]);
    }

    // dL/dx = the channels of g as squares again
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) =>
        [new DepthToSpaceOp(Block, ChannelsFirst).Of(gradients[0]!)];

    /// <summary>ONNX's operator does not make the channels of a block consecutive; for that, the channels are transposed.</summary>
    public override void ToOnnx(OnnxForm form)
    {
        var block = OnnxAttribute.Int("blocksize", Block);
        if (!ChannelsFirst)
        {
            form.Emit("SpaceToDepth", block);
            return;
        }

        var channels = form.Node.Inputs[0].Shape[1].Size;
        var apart = form.Step("Reshape", [form.Step("SpaceToDepth", [form.Input()], block), form.Integers(0, Block * Block, channels, -1)]);
        var together = form.Step("Transpose", [apart], OnnxAttribute.Ints("perm", [0, 2, 1, 3]));
        form.EmitWith("Reshape", [together, form.Shape(form.Node.Outputs[0].Shape)]);
    }

    private bool Divides(Dimension axis) => !axis.IsFixed || axis.Size % Block == 0;

    private ShapeException Misfit(TensorType x) =>
        new(
            $"SpaceToDepth: {x} does not fall into blocks of {Block} × {Block}; it must be [batch, channels, {Block} · height, "
                + $"{Block} · width], with known channels.");

    protected override Value[] Formula(IReadOnlyList<Value> x)
    {
        var s = x[0].Shape;
        var (height, width) = (s[2].Size / Block, s[3].Size / Block);
        return
        [
            x[0]
                .Reshape([s[0], s[1], height, Block, width, Block])
                .Transpose(Order)
                .Reshape([s[0], s[1].Size * Block * Block, height, width]),
        ];
    }

    protected override Action Bind<T>(Binding binding)
    {
        var s = binding.InputSizes(0);
        if (s[2] % Block != 0 || s[3] % Block != 0)
            throw Misfit(binding.InputType(0));
        return StridedCopy.Transpose(
            binding.Input<T>(0),
            [s[0], s[1], s[2] / Block, Block, s[3] / Block, Block],
            Order, binding.Output<T>(0));
    }

    private int[] Order => ChannelsFirst ? [0, 1, 3, 5, 2, 4] : [0, 3, 5, 1, 2, 4];
}

public partial class Value
{
    /// <summary>
    /// Rearranges blocks of pixels into channels: [batch, channels, r · height, r · width] → [batch, channels · r², height, width].
    /// </summary>
    /// <param name="block">r.</param>
    /// <param name="channelsFirst">Whether the r² channels of a block are consecutive, as in PyTorch's pixel unshuffle, or not, as in
    /// ONNX.</param>
    /// <exception cref="ShapeException">Height or width is not a multiple of r, or the number of channels is not known.</exception>
    public Value SpaceToDepth(int block, bool channelsFirst = false) => new SpaceToDepthOp(block, channelsFirst).Of(this);
}
