using System.Numerics;
using System.Numerics.Tensors;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// y = x in another element type; fractions are cut toward zero, a truth value becomes 0 or 1. A float beyond the range of int32 or int64
/// becomes its nearest end, and NaN becomes 0; ONNX leaves open what they become in a file, and what others than 0 … 255 become as uint8.
/// Of a whole number that does not fit a smaller type the lowest bits stay.
/// </summary>
internal sealed record CastOp(ElementType To) : Op
{
    public override bool IsElementwise => true;

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs) =>
        inputs[0].ElementType == ElementType.String || To == ElementType.String
            ? throw new ShapeException($"Cast: {inputs[0]} cannot become {To.Text()}; only numbers and truth values convert.")
            : [new(To, inputs[0].Shape)];

    // dL/dx = g, in the type of x
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) =>
        [To.IsFloat() && node.Inputs[0].ElementType.IsFloat() ? gradients[0]!.Cast(node.Inputs[0].ElementType) : null];

    public override Action Bind(Binding binding) => BindTiles(binding).Run;

    public override TileLoop BindTiles(Binding binding) => binding.InputType(0).ElementType switch
    {
        ElementType.Float32 => From<float>(binding),
        ElementType.Float64 => From<double>(binding),
        ElementType.Int64 => From<long>(binding),
        ElementType.Int32 => From<int>(binding),
        ElementType.UInt8 => From<byte>(binding),
        _ => FromBool(binding),
    };

    public override void ToOnnx(OnnxForm form) => form.Emit("Cast", Onnx.OnnxAttribute.Int("to", (long)To.ToOnnx()));

    private TileLoop From<TFrom>(Binding binding)
        where TFrom : unmanaged, INumber<TFrom> => To switch
        {
            ElementType.Float32 => Convert<TFrom, float>(binding),
            ElementType.Float64 => Convert<TFrom, double>(binding),
            ElementType.Int64 => Convert<TFrom, long>(binding),
            ElementType.Int32 => Convert<TFrom, int>(binding),
            ElementType.UInt8 => Convert<TFrom, byte>(binding),
            _ => Tiles.Unary<TFrom, bool>(binding.InputTiles<TFrom>(0), binding.OutputTiles<bool>(0), static (x, y) =>
            {
                for (var i = 0; i < x.Length; i++) y[i] = x[i] != TFrom.Zero;
            }),
        };

    private static TileLoop Convert<TFrom, TTo>(Binding binding)
        where TFrom : unmanaged, INumber<TFrom>
        where TTo : unmanaged, INumber<TTo> =>
        Tiles.Unary<TFrom, TTo>(binding.InputTiles<TFrom>(0), binding.OutputTiles<TTo>(0), static (x, y) => Truncate(x, y));

    /// <summary>
    /// Vectorized conversions of floats beyond a range differ between processors; those to whole numbers are held at its ends first.
    /// </summary>
    private static void Truncate<TFrom, TTo>(ReadOnlySpan<TFrom> x, Span<TTo> y)
        where TFrom : unmanaged, INumber<TFrom>
        where TTo : unmanaged, INumber<TTo>
    {
        if (WholeNumbers.Are<TTo>() && (typeof(TFrom) == typeof(float) || typeof(TFrom) == typeof(double)))
        {
            for (var i = 0; i < x.Length; i++) y[i] = TTo.CreateTruncating(x[i]);
        }
        else TensorPrimitives.ConvertTruncating(x, y);
    }

    private TileLoop FromBool(Binding binding) => To switch
    {
        ElementType.Float32 => FromBool<float>(binding),
        ElementType.Float64 => FromBool<double>(binding),
        ElementType.Int64 => FromBool<long>(binding),
        ElementType.Int32 => FromBool<int>(binding),
        ElementType.UInt8 => FromBool<byte>(binding),
        _ => Tiles.Unary<bool, bool>(binding.InputTiles<bool>(0), binding.OutputTiles<bool>(0), static (x, y) => x.CopyTo(y)),
    };

    private static TileLoop FromBool<TTo>(Binding binding)
        where TTo : unmanaged, INumber<TTo> =>
        Tiles.Unary<bool, TTo>(binding.InputTiles<bool>(0), binding.OutputTiles<TTo>(0), static (x, y) =>
        {
            for (var i = 0; i < x.Length; i++) y[i] = x[i] ? TTo.One : TTo.Zero;
        });
}

public partial class Value
{
    /// <summary>
    /// The elements in another type; fractions are cut toward zero, a truth value becomes 0 or 1. A float beyond int32 or int64 becomes the
    /// nearest end of its range and NaN becomes 0, but ONNX leaves open what they become in a file: keep floats within the range
    /// (<see cref="Clip"/>), for uint8 within 0 … 255. An int64 beyond int32 keeps its lowest 32 bits.
    /// </summary>
    public Value Cast(ElementType elementType) => elementType == ElementType ? this : new CastOp(elementType).Of(this);
}
