using System.Numerics;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// y = x in another element type, as <see cref="ElementConversion"/> has it. Elements that lie two in a byte are read and written by
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
    /// The elements in another type, as ONNX has them: floats round to the nearest, ties to even; fractions are cut toward zero; a truth
    /// value becomes 0 or 1, and what is not 0 true; a whole number beyond the range of a smaller type keeps its lowest bits. A float
    /// beyond the range of a whole number becomes its nearest end and NaN becomes 0, but ONNX leaves open what they become in a file: keep
    /// floats within the range (<see cref="Clip"/>). As int4 and uint4 floats are rounded, halves away from zero, as ONNX Runtime does.
    /// Text such as <c>3.14</c>, <c>1e-5</c>, <c>-INF</c> or <c>NaN</c> becomes a number, and numbers become text: floats with 8 figures at
    /// most, those of float64 too, as ONNX Runtime writes them; truth values are <c>0</c> and <c>1</c>. Running the graph on text that is
    /// no number of the type throws a <see cref="FormatException"/>.
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
