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
        Compare(x, y, TensorData.OfNumbers(numbers, [numbers.Length], given));
    }

    private static void Compare(Value x, Value y, TensorData data)
    {
        var native = Native(x, y, data);
        using var session = new OnnxSession(GraphExporter.Write("cast", [x], [("y", y)], Opset));
        var onnx = session.Run(["x"], [data])[0];
        Assert.Equal(onnx.Type, native.Type);
        if (native.Type.ElementType == ElementType.String)
        {
            Assert.Equal(onnx.As<string>().ToArray(), native.As<string>().ToArray());
            return;
        }

        Assert.Equal(onnx.Numbers(), native.Numbers());
        if (!native.Numbers().Any(double.IsNaN)) Assert.Equal(onnx.Bytes, native.Bytes);
    }

    public static TheoryData<ElementType> Types => [.. ElementCases.Numbers.Keys];

    [Theory, MemberData(nameof(Types))]
    public void Onnx_Runtime_writes_the_same_text(ElementType from)
    {
        double[] more = from.IsFloat() ? [1e-4, 9.99999999e-5, 12345678, 123456789, 1234567.25, 1234567.75, 1e22, -1e-7] : [];
        double[] numbers = [.. ElementCases.Numbers[from], .. more];
        var x = Value.Input("x", Whole(from), [numbers.Length]);
        Compare(x, x.Cast(from).Cast(ElementType.String), TensorData.OfNumbers(numbers, [numbers.Length], Whole(from)));
    }

    [Theory, MemberData(nameof(Types))]
    public void Onnx_Runtime_reads_the_same_numbers(ElementType to)
    {
        string[] texts = to.IsStoredFloat()
            ? ["0", "-0", "+1.5", "3.14", "1e-5", "1E8", "-2.5e+3", "INF", "+inf", "-INF", "NaN", "nan", " 7", "0.1", "16777217", "2049"]
            : to == ElementType.Bool ? ["0", "1", "5", "+0"]
            : to.IsPacked() ? ["0", "7", "+5", "20"]
            : to.Row().IsSigned ? ["0", "-1", "+7", "127", "-128", "300", "100.5", "-9.75", " 12", "9223372036854775807", "-40000"]
            : ["0", "+7", "255", "300", "100.5", " 12", "70000", "18446744073709551615"];
        var x = Value.Input("x", ElementType.String, [texts.Length]);
        Compare(x, x.Cast(to).Cast(Whole(to)), TensorData.Of<string>(texts, [texts.Length]));
    }

    /// <summary>ONNX leaves open what these become.</summary>
    [Theory]
    [InlineData(ElementType.Float32, "1e50")]
    [InlineData(ElementType.Float32, "")]
    [InlineData(ElementType.Float64, "12 apples")]
    [InlineData(ElementType.Float16, "0x10")]
    [InlineData(ElementType.Int64, "1e5")]
    [InlineData(ElementType.Int64, "9223372036854775808")]
    [InlineData(ElementType.Int32, "NaN")]
    [InlineData(ElementType.UInt8, "1.x")]
    [InlineData(ElementType.Bool, "true")]
    public void Text_that_is_no_number_of_the_type_is_refused(ElementType to, string text)
    {
        var x = Value.Input("x", ElementType.String, [1]);
        var message = Assert.Throws<FormatException>(() => Native(x, x.Cast(to), TensorData.Of<string>([text], [1]))).Message;
        Assert.Equal($"Cast: the text '{text}' is no {to.Text()}.", message);
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
