using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// y = x · Φ(x) = ½ x (1 + erf(x/√2)), Φ the distribution function of the standard normal (Hendrycks and Gimpel, 2016, "Gaussian error
/// linear units").
/// </summary>
internal sealed record GeluOp : UnaryOp
{
    /// <summary>The opset that introduced the operator.</summary>
    private const int Since = 20;

    // the operator of the gradient: g · (Φ(x) + x · φ(x)), φ the density of the standard normal
    protected override Value? Derivative(Value x, Value y, Value g) => new GeluGradientOp().Of(x, g);

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        if (typeof(T) == typeof(float)) Elementary.Gelu(x, y);
        else
        {
            for (var i = 0; i < x.Length; i++)
            {
                var t = double.CreateChecked(x[i]);
                y[i] = T.CreateChecked(0.5 * t * (1 + ErrorFunction.Of(t * Math.Sqrt(0.5))));
            }
        }
    }

    /// <summary>ONNX Runtime's operator supports only float32.</summary>
    public override void ToOnnx(OnnxForm form)
    {
        if (form.Opset >= Since && !form.IsFloat64) form.Emit("Gelu");
        else form.Expand(x => [x[0] * 0.5 * (1 + (x[0] * Math.Sqrt(0.5)).Erf())]);
    }
}
