using System.Numerics.Tensors;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = a / b; integer division truncates toward zero, as in C# and ONNX.</summary>
internal sealed record DivOp : ArithmeticOp
{
    // dL/da = g / b, dL/db = −g · a / b² = −g · y / b
    protected override (Value? A, Value? B) Derivatives(Value a, Value b, Value y, Value g) => (g / b, -g * y / b);

    protected override void Tile<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
    {
        if (WholeNumbers.Are<T>()) ScalarLoop.Run<T, WholeNumbers.Quotient<T>>(a, b, y);
        else TensorPrimitives.Divide(a, b, y);
    }

    protected override void Tile<T>(ReadOnlySpan<T> a, T b, Span<T> y)
    {
        if (WholeNumbers.Are<T>()) ScalarLoop.Run<T, WholeNumbers.Quotient<T>>(a, b, y);
        else TensorPrimitives.Divide(a, b, y);
    }

    protected override void Tile<T>(T a, ReadOnlySpan<T> b, Span<T> y)
    {
        if (WholeNumbers.Are<T>()) ScalarLoop.Run<T, WholeNumbers.Quotient<T>>(a, b, y);
        else TensorPrimitives.Divide(a, b, y);
    }

    public override void ToOnnx(OnnxForm form) => form.Emit("Div");
}

public partial class Value
{
    /// <summary>Elementwise; shapes broadcast. Integer division truncates toward zero: −7 / 2 = −3.</summary>
    /// <remarks>
    /// Dividing an integer by 0 throws a <see cref="DivideByZeroException"/> when the graph runs; ONNX Runtime may end the process.
    /// </remarks>
    public static Value operator /(Value a, Value b) => new DivOp().Of(a, b);

    /// <summary>Divides each element by a number.</summary>
    public static Value operator /(Value a, double b) => a / a.Number(b);

    /// <summary>Divides a number by each element.</summary>
    public static Value operator /(double a, Value b) => b.Number(a) / b;
}
