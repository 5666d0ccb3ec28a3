using System.Numerics.Tensors;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = erf x = 2/√π · ∫₀ˣ e^−t² dt.</summary>
internal sealed record ErfOp : UnaryOp
{
    /// <summary>From this number on, erf x is 1 in float32.</summary>
    private const float Saturation = 3.925f;

    /// <summary>
    /// erf x ≈ x · P(x²) / Q(x²) on ±<see cref="Saturation"/>, highest power first, fitted for the least largest error: 1.7 · 10⁻⁸. All
    /// coefficients are positive, so no digits cancel.
    /// </summary>
    private static readonly float[] Numerator =
    [
        2.0308942821966032e-06f, 0.00028748702153526544f, 0.0038761321176229067f, 0.053083755164988505f, 0.1929681017611924f,
        1.128379020039076f,
    ];

    private static readonly float[] Denominator =
        [3.803143614441016e-05f, 0.001189701214569065f, 0.015187968739371886f, 0.11516560978564443f, 0.5043451674270458f, 1];

    // dL/dx = g · 2/√π · e^−x²
    protected override Value? Derivative(Value x, Value y, Value g) => g * (2 / Math.Sqrt(Math.PI)) * (-(x * x)).Exp();

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        if (typeof(T) != typeof(float))
        {
            for (var i = 0; i < x.Length; i++) y[i] = T.CreateChecked(ErrorFunction.Of(double.CreateChecked(x[i])));
            return;
        }

        Span<T> space = stackalloc T[3 * Tiles.Size];
        var at = space[..x.Length];
        var square = space.Slice(Tiles.Size, x.Length);
        var denominator = space.Slice(2 * Tiles.Size, x.Length);
        TensorPrimitives.Max(x, T.CreateChecked(-Saturation), at);
        TensorPrimitives.Min(at, T.CreateChecked(Saturation), at);
        TensorPrimitives.Multiply(at, at, square);
        Polynomial(Denominator, square, denominator);
        Polynomial(Numerator, square, y);
        TensorPrimitives.Multiply(y, at, y);
        TensorPrimitives.Divide(y, denominator, y);
        TensorPrimitives.Max(y, T.NegativeOne, y);
        TensorPrimitives.Min(y, T.One, y);
    }

    /// <summary>ONNX Runtime's operator supports only float32.</summary>
    public override void ToOnnx(OnnxForm form)
    {
        if (form.IsFloat64) form.Expand(x => [ErrorFunction.Of(x[0])]);
        else form.Emit("Erf");
    }

    /// <summary>y = c₀ xⁿ + … + cₙ by Horner's rule.</summary>
    private static void Polynomial<T>(float[] coefficients, ReadOnlySpan<T> x, Span<T> y)
        where T : System.Numerics.IFloatingPointIeee754<T>
    {
        TensorPrimitives.Multiply(x, T.CreateChecked(coefficients[0]), y);
        for (var i = 1; i < coefficients.Length - 1; i++)
        {
            TensorPrimitives.Add(y, T.CreateChecked(coefficients[i]), y);
            TensorPrimitives.Multiply(y, x, y);
        }

        TensorPrimitives.Add(y, T.CreateChecked(coefficients[^1]), y);
    }
}

public partial class Value
{
    /// <summary>The error function 2/√π · ∫₀ˣ e^−t² dt of each element (Abramowitz and Stegun, 7.1.1).</summary>
    public Value Erf() => new ErfOp().Of(this);
}
