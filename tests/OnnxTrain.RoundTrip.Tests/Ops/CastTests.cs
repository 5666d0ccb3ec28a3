using OnnxTrain.Tests.Graphs;

namespace OnnxTrain.RoundTrip.Tests.Ops;

/// <summary>Every element type becomes every other as in ONNX Runtime, to the bit, where ONNX says what it becomes.</summary>
public class CastTests
{
    private const int Opset = 21; // the first that has all types

    public static TheoryData<ElementType, ElementType> Pairs
    {
        get
        {
            var pairs = new TheoryData<ElementType, ElementType>();
            foreach (var from in ElementCases.Numbers.Keys)
            {
                foreach (var to in ElementCases.Numbers.Keys) pairs.Add(from, to);
            }

            return pairs;
        }
    }

    [Theory, MemberData(nameof(Pairs))]
    public void Onnx_Runtime_casts_the_same(ElementType from, ElementType to)
    {
        // Types of four bits are no inputs and outputs: they are reached by a cast of their own.
        var (given, taken) = (Whole(from), Whole(to));
        double[] numbers = [.. ElementCases.Numbers[from].Where(x => ElementCases.IsDefined(from, to, x))];
        var x = Value.Input("x", given, [numbers.Length]);
        var y = x.Cast(from).Cast(to).Cast(taken);
        if (x == y) y = x.Identity();
        var data = TensorData.OfNumbers(numbers, [numbers.Length], given);
        var native = Native(x, y, data);
        using var session = new OnnxSession(GraphExporter.Write("cast", [x], [("y", y)], Opset));
        var onnx = session.Run(["x"], [data])[0];
        Assert.Equal(onnx.Type, native.Type);
        Assert.Equal(onnx.Numbers(), native.Numbers());
        if (!native.Numbers().Any(double.IsNaN)) Assert.Equal(onnx.Bytes, native.Bytes);
    }

    [Fact]
    public void Floats_beyond_whole_numbers_become_the_nearest_end()
    {
        double[] numbers = [double.NaN, double.NegativeInfinity, -1e30, -1000.5, 1000.5, 1e30, double.PositiveInfinity];
        foreach (var from in (ElementType[])[ElementType.Float32, ElementType.Float64])
        {
            var x = Value.Input("x", from, [numbers.Length]);
            var data = TensorData.OfNumbers(numbers, [numbers.Length], from);
            Assert.Equal([0, -128, -128, -128, 127, 127, 127], Native(x, x.Cast(ElementType.Int8), data).Numbers());
            Assert.Equal([0, 0, 0, 0, 255, 255, 255], Native(x, x.Cast(ElementType.UInt8), data).Numbers());
            Assert.Equal([0, -32768, -32768, -1000, 1000, 32767, 32767], Native(x, x.Cast(ElementType.Int16), data).Numbers());
        }
    }

    private static TensorData Native(Value x, Value y, TensorData data)
    {
        using var evaluator = new Evaluator([x], [y]);
        return evaluator.Run([data])[0];
    }

    private static ElementType Whole(ElementType type) => type.IsPacked() ? ElementType.Int8 : type;
}
