using System.Numerics;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// y = x in another element type, converted by <see cref="ElementConversion"/>. Types with two elements per byte are read and written by
/// <see cref="PackedCastOp"/>, and text by <see cref="TextCastOp"/>.
/// </summary>
internal sealed record CastOp(ElementType To) : Op
{
    public override bool IsElementwise => true;

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs) => [new(To, inputs[0].Shape)];

    /// <summary>The operator that converts between the types.</summary>
    public static Op Between(ElementType from, ElementType to) =>
        from == ElementType.String || to == ElementType.String ? new TextCastOp(to)
        : from.IsPacked() || to.IsPacked() ? new PackedCastOp(to) : new CastOp(to);

    // dL/dx = g, in the type of x
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) =>
        [To.IsStoredFloat() && node.Inputs[0].ElementType.IsStoredFloat() ? gradients[0]!.Cast(node.Inputs[0].ElementType) : null];

    public override Action Bind(Binding binding) => BindTiles(binding).Run;

    public override TileLoop BindTiles(Binding binding)
    {
        var from = binding.InputType(0).ElementType;
        return from == ElementType.Bool ? FromTruths(binding) : from.VisitStoredNumber<From, TileLoop>(new(To, binding));
    }

    public override void ToOnnx(OnnxForm form) => form.Emit("Cast", Onnx.OnnxAttribute.Int("to", (long)To.ToOnnx()));

    private TileLoop FromTruths(Binding binding) => To == ElementType.Bool
        ? Tiles.Unary<bool, bool>(binding.InputTiles<bool>(0), binding.OutputTiles<bool>(0), static (x, y) => x.CopyTo(y))
        : To.VisitStoredNumber<OfTruths, TileLoop>(new(binding));

    private readonly struct From(ElementType to, Binding binding) : INumberVisitor<TileLoop>
    {
        public TileLoop Visit<TFrom>()
            where TFrom : unmanaged, INumber<TFrom> => to == ElementType.Bool
            ? Tiles.Unary<TFrom, bool>(
                binding.InputTiles<TFrom>(0), binding.OutputTiles<bool>(0), static (x, y) => ElementConversion.ToTruths(x, y))
            : to.VisitStoredNumber<OfNumbers<TFrom>, TileLoop>(new(binding));
    }

    private readonly struct OfNumbers<TFrom>(Binding binding) : INumberVisitor<TileLoop>
        where TFrom : unmanaged, INumber<TFrom>
    {
        public TileLoop Visit<TTo>()
            where TTo : unmanaged, INumber<TTo> => Tiles.Unary<TFrom, TTo>(
            binding.InputTiles<TFrom>(0), binding.OutputTiles<TTo>(0), static (x, y) => ElementConversion.Convert(x, y));
    }

    private readonly struct OfTruths(Binding binding) : INumberVisitor<TileLoop>
    {
        public TileLoop Visit<TTo>()
            where TTo : unmanaged, INumber<TTo> => Tiles.Unary<bool, TTo>(
            binding.InputTiles<bool>(0), binding.OutputTiles<TTo>(0), static (x, y) => ElementConversion.FromTruths(x, y));
    }
}

public partial class Value
{
    /// <summary>
    /// Converts the elements to another type, as in ONNX: floats are rounded to the nearest, ties to even; floats to integers are truncated
    /// toward zero; booleans become 0 or 1, and numbers other than 0 true; an integer beyond the range of a smaller type keeps its lowest
    /// bits. A float beyond the range of an integer type becomes the nearest bound and NaN becomes 0, but ONNX does not specify these cases
    /// for a file: keep floats within the range (<see cref="Clip"/>). For int4 and uint4 floats are rounded, halves away from zero, as in
    /// ONNX Runtime. Strings such as <c>3.14</c>, <c>1e-5</c>, <c>-INF</c> or <c>NaN</c> are parsed as numbers. Numbers are formatted as
    /// strings as in ONNX Runtime: floats, including float64, with at most 8 significant digits, and booleans as <c>0</c> and <c>1</c>.
    /// Running the graph on a string that is not a number of the type throws a <see cref="FormatException"/>.
    /// </summary>
    public Value Cast(ElementType elementType)
    {
        if (elementType == ElementType) return this;
        if (elementType == ElementType.String && ElementType.IsPacked()) return Cast(WholeBytes(ElementType)).Cast(elementType);
        if (ElementType == ElementType.String && elementType.IsPacked()) return Cast(WholeBytes(elementType)).Cast(elementType);
        return CastOp.Between(ElementType, elementType).Of(this);

        static ElementType WholeBytes(ElementType packed) => packed.Row().IsSigned ? ElementType.Int8 : ElementType.UInt8;
    }
}
