using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// y [batch, channels · r², height, width] for x [batch, channels, r · height, r · width]: squares of r × r pixels become channels, which lie
/// together (<c>ChannelsFirst</c>) or channels · … apart, as in ONNX.
/// </summary>
internal sealed record SpaceToDepthOp(int Block, bool ChannelsFirst) : FormulaOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        var s = inputs[0].Shape;
        return Block >= 1 && s.Rank == 4 && s[1].IsFixed && s[2].IsFixed && s[3].IsFixed && s[2].Size % Block == 0 && s[3].Size % Block == 0
            ? [new(inputs[0].ElementType, [s[0], s[1].Size * Block * Block, s[2].Size / Block, s[3].Size / Block])]
            : throw new ShapeException($"SpaceToDepth: {inputs[0]} does not fall into squares of {Block} × {Block}; it has to be [batch, channels, {Block} · height, {Block} · width], all but the batch known.");
    }

    public override void ToOnnx(OnnxForm form)
    {
        if (ChannelsFirst) base.ToOnnx(form);
        else form.Emit("SpaceToDepth", OnnxAttribute.Int("blocksize", Block));
    }

    protected override Value[] Formula(IReadOnlyList<Value> x)
    {
        var s = x[0].Shape;
        var (height, width) = (s[2].Size / Block, s[3].Size / Block);
        return [x[0].Reshape([s[0], s[1], height, Block, width, Block]).Transpose(Order).Reshape([s[0], s[1].Size * Block * Block, height, width])];
    }

    protected override Action Bind<T>(Binding binding)
    {
        var s = binding.InputSizes(0);
        return StridedCopy.Transpose(binding.Input<T>(0), [s[0], s[1], s[2] / Block, Block, s[3] / Block, Block], Order, binding.Output<T>(0));
    }

    private int[] Order => ChannelsFirst ? [0, 1, 3, 5, 2, 4] : [0, 3, 5, 1, 2, 4];
}

public partial class Value
{
    /// <summary>Squares of pixels become channels: [batch, channels, r · height, r · width] → [batch, channels · r², height, width].</summary>
    /// <param name="block">r.</param>
    /// <param name="channelsFirst">Whether the r² channels of a square lie together, as in PyTorch's pixel unshuffle, or apart, as in ONNX.</param>
    /// <exception cref="ShapeException">Height or width is no multiple of r, or an axis but the first is named.</exception>
    public Value SpaceToDepth(int block, bool channelsFirst = false) => new SpaceToDepthOp(block, channelsFirst).Of(this);
}
