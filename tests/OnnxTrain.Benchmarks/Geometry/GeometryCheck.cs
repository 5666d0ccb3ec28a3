using System.Globalization;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace OnnxTrain.Benchmarks.Geometry;

/// <summary>
/// A case computed by the library, by its file in ONNX Runtime, and by plain loops: the result, and the gradients of ½ Σ y² by all inputs.
/// </summary>
internal static class GeometryCheck
{
    /// <summary>Of the largest number: float32 with sums of up to a few hundred products.</summary>
    private const double Tolerance = 2e-5;

    private static readonly int[] Opsets = [13, 16, 18, 21, 26];

    private static readonly string[] Names = ["y", "dx", "dw", "db"];

    /// <summary>What differs; null where all agree.</summary>
    /// <param name="geometry">The case.</param>
    /// <param name="isNamed">Whether the spatial axes are names in the file.</param>
    /// <param name="seed">Of the elements and the opset.</param>
    /// <param name="outcome">How it went.</param>
    public static string? Mismatch(GeometryCase geometry, bool isNamed, int seed, out GeometryOutcome outcome)
    {
        var random = new Random(seed);
        outcome = GeometryOutcome.Refused;
        Value[] inputs, outputs;
        byte[] file;
        var data = Data(geometry, random);
        try
        {
            (inputs, outputs) = Graph(geometry, isNamed);
            var opset = Math.Max(Opsets[random.Next(Opsets.Length)], new Graph(inputs, outputs).Nodes.Max(node => node.Op.MinimumOpset));
            using var plan = new Plan(new Graph(inputs, outputs), Lengths(geometry, isNamed));
            for (var i = 0; i < inputs.Length; i++) data[i].CopyTo(plan.Elements<float>(inputs[i]));
            plan.Run();
            if (geometry.IsRefused) return "was not refused";
            double[][] doubles = [.. data.Select(d => Array.ConvertAll(d, x => (double)x))];
            var (hasWeights, hasBias) = (geometry.Weights is not null, geometry.HasBias);
            var own = isNamed && geometry.NamedAxes is { } axes ? geometry with { Axes = axes } : geometry;
            var reference = new GeometryReference(own, doubles[0], hasWeights ? doubles[1] : [], hasBias ? doubles[^1] : []);
            double[][] want =
            [
                reference.Y, reference.X,
                .. hasWeights ? (double[][])[reference.W] : [],
                .. hasBias ? (double[][])[reference.B] : [],
            ];
            for (var k = 0; k < outputs.Length; k++)
            {
                var sizes = k == 0 ? geometry.OutputSizes : plan.Type(inputs[k - 1]).Shape.Sizes();
                if (!plan.Type(outputs[k]).Shape.Sizes().SequenceEqual(sizes)) return $"{Names[k]} has the shape {plan.Type(outputs[k])}";
                var d = Difference(want[k], plan.Elements<float>(outputs[k]));
                if (d > Tolerance) return string.Create(CultureInfo.InvariantCulture, $"{Names[k]} differs by {d:g3} from plain loops");
            }

            file = File(inputs, outputs, opset, isNamed);
            outcome = GeometryOutcome.Agreed;
            if (isNamed && geometry.IsDelicate) return null;
            return InOnnxRuntime(file, geometry, data, want) is { } text ? $"{text} (opset {opset})" : null;
        }
        catch (Exception e) when (e is ShapeException or ArgumentException or NotSupportedException or ExportException)
        {
            return geometry.IsRefused || isNamed ? null : $"was refused: {e.Message}";
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return $"{e.GetType().Name}: {e.Message}";
        }
    }

    /// <summary>Gradients along named axes are refused where they need a length; then the result alone is written.</summary>
    private static byte[] File(Value[] inputs, Value[] outputs, int opset, bool isNamed)
    {
        try
        {
            return Write(outputs);
        }
        catch (Exception e) when (isNamed && e is NotSupportedException or ExportException)
        {
            return Write(outputs[..1]);
        }

        byte[] Write(Value[] some) => GraphExporter.Write("case", inputs, [.. some.Select((y, i) => ($"out{i}", y))], opset).ToByteArray();
    }

    private static string? InOnnxRuntime(byte[] file, GeometryCase geometry, float[][] data, double[][] want)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        using var session = new InferenceSession(file, options);
        int[][] sizes = Sizes(geometry);
        List<NamedOnnxValue> feeds =
        [
            .. data.Select((d, i) => NamedOnnxValue.CreateFromTensor($"in{i}", new DenseTensor<float>(d, sizes[i]))),
        ];
        using var results = session.Run(feeds);
        var k = 0;
        foreach (var result in results)
        {
            var tensor = result.AsTensor<float>();
            if (k == 0 && !tensor.Dimensions.SequenceEqual(geometry.OutputSizes))
                return $"ONNX Runtime's {Names[k]} has the shape [{string.Join(", ", tensor.Dimensions.ToArray())}]";
            if (Difference(want[k], tensor.ToArray()) is > Tolerance and var d)
                return $"ONNX Runtime's {Names[k]} differs by {d:g3}";
            k++;
        }

        return null;
    }

    private static (Value[] Inputs, Value[] Outputs) Graph(GeometryCase geometry, bool isNamed)
    {
        Shape shape = isNamed
            ? [2, geometry.Channels, .. geometry.Axes.Select((_, i) => (Dimension)$"axis{i}")]
            : [.. geometry.InputSizes.Select(n => (Dimension)n)];
        List<Value> inputs = [Value.Input("in0", ElementType.Float32, shape)];
        var w = geometry.Weights is { } sizes ? Value.Input("in1", ElementType.Float32, [.. sizes.Select(n => (Dimension)n)]) : null;
        if (w is not null) inputs.Add(w);
        var b = geometry.HasBias ? Value.Input("in2", ElementType.Float32, [geometry.Outputs]) : null;
        if (b is not null) inputs.Add(b);
        var y = geometry.Build(inputs[0], w, b);
        return ([.. inputs], [y, .. ((y * y).Sum() * 0.5).Gradient([.. inputs])]);
    }

    private static Dictionary<string, long> Lengths(GeometryCase geometry, bool isNamed) =>
        isNamed ? geometry.Axes.Select((a, i) => ($"axis{i}", (long)a.Inputs)).ToDictionary() : [];

    private static int[][] Sizes(GeometryCase geometry) =>
        [geometry.InputSizes, .. geometry.Weights is { } w ? (int[][])[w] : [], .. geometry.HasBias ? (int[][])[[geometry.Outputs]] : []];

    private static float[][] Data(GeometryCase geometry, Random random) =>
        [
            .. Sizes(geometry)
                .Select(sizes =>
                    Enumerable.Range(0, sizes.Aggregate(1, (n, s) => n * s)).Select(_ => (random.NextSingle() * 2) - 1).ToArray()),
        ];

    private static double Difference(double[] want, ReadOnlySpan<float> got)
    {
        if (want.Length != got.Length) return double.PositiveInfinity;
        var (largest, size) = (0.0, 1.0);
        for (var i = 0; i < want.Length; i++)
        {
            size = Math.Max(size, Math.Abs(want[i]));
            largest = Math.Max(largest, float.IsFinite(got[i]) ? Math.Abs(want[i] - got[i]) : double.PositiveInfinity);
        }

        return largest / size;
    }
}
