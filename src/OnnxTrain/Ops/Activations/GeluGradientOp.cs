using System.Numerics;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// The gradient of GELU by x, from x and the gradient g of y: g · (Φ(x) + x · φ(x)), φ the density of the standard normal.
/// </summary>
internal sealed record GeluGradientOp : FloatTileOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        return inputs[0] == inputs[1]
            ? [inputs[0]]
            : throw new ShapeException($"GeluGradient: the gradient {inputs[1]} must be of the input's type {inputs[0]}.");
    }

    // dL/dx by the formula; dL/dg = gradient · the slope
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients)
    {
        Value[] x = [.. node.Inputs.Select(input => input.Identity())];
        return Gradients.Of(Formula(x[0], x[1]), x, gradients[0]!);
    }

    public override void ToOnnx(OnnxForm form) => form.Expand(x => [Formula(x[0], x[1])]);

    protected override TileLoop BindTiles<T>(Binding binding)
    {
        var sizes = binding.OutputSizes(0);
        return Tiles.Binary<T, T>(
            new(binding.InputTiles<T>(0), sizes, sizes), new(binding.InputTiles<T>(1), sizes, sizes), binding.OutputTiles<T>(0), Tile);
    }

    private static void Tile<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> g, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float)) Elementary.GeluGradient(x, g, y);
        else
        {
            for (var i = 0; i < x.Length; i++)
            {
                var t = double.CreateChecked(x[i]);
                var density = Elementary.Exp(t * t * -0.5) / Math.Sqrt(2 * Math.PI);
                y[i] = g[i] * T.CreateChecked((0.5 * (1 + ErrorFunction.Of(t * Math.Sqrt(0.5)))) + (t * density));
            }
        }
    }

    private static Value Formula(Value x, Value g) =>
        g * ((0.5 * (1 + (x * Math.Sqrt(0.5)).Erf())) + (x * (x * x * -0.5).Exp() * (1 / Math.Sqrt(2 * Math.PI))));
}
