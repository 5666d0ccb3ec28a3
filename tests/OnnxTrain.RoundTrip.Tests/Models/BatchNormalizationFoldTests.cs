using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using OnnxTrain.Kernels;
using OnnxTrain.Onnx;
using OnnxTrain.RoundTrip.Tests.Ops;
using Xunit.Abstractions;

namespace OnnxTrain.RoundTrip.Tests.Models;

/// <summary>Batch normalization goes into the layer before it, and the file computes what it did.</summary>
public class BatchNormalizationFoldTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, (int[] Sizes, Func<Module> Layer)> Layers = new()
    {
        ["convolution"] = ([3, 7, 5], () => Stack(new Conv2d(3, 4, 3), new BatchNorm2d(4))),
        ["convolution without bias"] = (
            [3, 7, 5],
            () => Stack(new Conv2d(3, 4, 3, stride: 2, padding: 1, bias: false), new BatchNorm2d(4))),
        ["convolution in groups"] = ([4, 5, 5], () => Stack(new Conv2d(4, 6, 3, groups: 2, bias: false), new BatchNorm2d(6))),
        ["depthwise convolution"] = ([4, 5, 5], () => Stack(new Conv2d(4, 8, 3, padding: 1, groups: 4), new BatchNorm2d(8))),
        ["convolution padded by reflection"] = (
            [2, 5, 5],
            () => Stack(new Conv2d(2, 3, 3, padding: 1, paddingMode: PadMode.Reflect), new BatchNorm2d(3))),
        ["convolution of sequences"] = ([3, 9], () => Stack(new Conv1d(3, 4, 3), new BatchNorm1d(4))),
        ["convolution of volumes"] = ([2, 3, 4, 3], () => Stack(new Conv3d(2, 3, 2), new BatchNorm3d(3))),
        ["transposed convolution"] = (
            [4, 3, 5],
            () => Stack(new ConvTranspose2d(4, 3, 3, stride: 2, outputPadding: 1), new BatchNorm2d(3))),
        ["transposed convolution in groups"] = (
            [4, 3, 5],
            () => Stack(new ConvTranspose2d(4, 6, 3, groups: 2, bias: false), new BatchNorm2d(6))),
        ["depthwise transposed convolution"] = ([4, 3, 5], () => Stack(new ConvTranspose2d(4, 8, 2, groups: 4), new BatchNorm2d(8))),
        ["linear layer"] = ([6], () => Stack(new Linear(6, 5), new BatchNorm1d(5))),
        ["linear layer without bias"] = ([6], () => Stack(new Linear(6, 5, bias: false), new BatchNorm1d(5))),
        ["plain normalization"] = ([3, 7, 5], () => Stack(new Conv2d(3, 4, 3), new BatchNorm2d(4, affine: false))),
        ["frozen normalization"] = ([3, 7, 5], () => Stack(new Conv2d(3, 4, 3), new BatchNorm2d(4) { IsFrozen = true })),
        ["with nothing in between but names"] = (
            [3, 7, 5],
            () => Stack(new Conv2d(3, 4, 3), new Identity(), new Dropout(0.5), new BatchNorm2d(4))),
        ["two in a row"] = ([3, 7, 5], () => Stack(new Conv2d(3, 4, 3), new BatchNorm2d(4), new BatchNorm2d(4))),
    };

    public static TheoryData<string> Names => [.. Layers.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_folded_layer_computes_the_same(string name)
    {
        var (sizes, layer) = Layers[name];
        var model = NewModel(layer(), sizes);
        var plain = model.ToOnnx(new() { FoldBatchNormalization = false });
        var folded = model.ToOnnx();
        Assert.Contains("BatchNormalization", Types(plain));
        Assert.DoesNotContain("BatchNormalization", Types(folded));
        foreach (var opset in (int[])[13, 17, 21, 26])
        {
            var (unfoldedError, foldedError) = (
                RelativeError(model, sizes, opset, fold: false), RelativeError(model, sizes, opset, fold: true));
            output.WriteLine($"{name}, opset {opset}: {foldedError:0.0e+00} folded, {unfoldedError:0.0e+00} not");
            Assert.InRange(unfoldedError, 0, 1e-5);
            Assert.InRange(foldedError, 0, 1e-5);
        }
    }

    [Fact]
    public void The_weights_are_those_of_the_formula_under_the_layers_names()
    {
        // γ / √(σ² + ε) = 3 / √(3 + 1) and −1 / √(15 + 1)
        var model = new Model(
            Stack(new Conv2d(1, 2, (1, 2), bias: false), new BatchNorm2d(2, epsilon: 1)),
            Value.Input("x", ElementType.Float32, ["batch", 1, 2, 2]));
        Set(model, "0.weight", 1, 2, 3, 4);
        Set(model, "1.weight", 3, -1);
        Set(model, "1.bias", 10, 20);
        Set(model, "1.running_mean", 2, 5);
        Set(model, "1.running_var", 3, 15);
        var graph = model.ToOnnx().Graph;
        var weight = graph.Initializer.Single(t => t.Name.EndsWith("weight", StringComparison.Ordinal));
        var bias = graph.Initializer.Single(t => t.Name.EndsWith("bias", StringComparison.Ordinal));
        Assert.Equal(model.Parameters[0].Name, weight.Name);
        Assert.Equal(weight.Name.Replace("weight", "bias", StringComparison.Ordinal), bias.Name);
        Assert.Equal([1.5f, 3, -0.75f, -1], Floats(weight));   // factors 3 / 2 and −1 / 4
        Assert.Equal([7f, 21.25f], Floats(bias));              // 10 − 2 · 1.5 and 20 + 5 / 4
        Assert.Equal(2, graph.Initializer.Count);
    }

    [Theory]
    [InlineData("two readers")]
    [InlineData("shared by a plain use")]
    [InlineData("statistics of the batch")]
    [InlineData("activation between")]
    [InlineData("first in the network")]
    [InlineData("infinite")]
    public void What_cannot_be_folded_stays(string reason)
    {
        Module network = reason switch
        {
            "two readers" => new TwoReaders(),
            "shared by a plain use" => new Shared(isNormalizedTwice: false),
            "statistics of the batch" => Stack(new Conv2d(3, 3, 3), new BatchNorm2d(3, trackRunningStatistics: false)),
            "activation between" => Stack(new Conv2d(3, 3, 3), new Relu(), new BatchNorm2d(3)),
            "infinite" => Stack(new Conv2d(3, 3, 3), new BatchNorm2d(3)),
            _ => Stack(new BatchNorm2d(3), new Conv2d(3, 3, 3)),
        };
        var model = NewModel(network, [3, 5, 5]);
        if (reason == "infinite")
            model.Buffers.Single(v => v.Name.EndsWith("running_var", StringComparison.Ordinal)).Assign<float>([1, -1, 1]);
        var (folded, plain) = (model.ToOnnx(), model.ToOnnx(new() { FoldBatchNormalization = false }));
        if (reason == "shared by a plain use")
            Assert.Equal(
                ["shared.weight", "shared.weight_2"],
                folded.Graph.Initializer.Select(t => t.Name).Where(n => n.Contains("weight", StringComparison.Ordinal)));
        else
            Assert.Equal(Types(plain), Types(folded));
        if (reason != "infinite")
            Assert.InRange(RelativeError(model, [3, 5, 5], opset: 17, fold: true), 0, 1e-5);
    }

    [Fact]
    public void A_layer_used_twice_gets_weights_for_each_use()
    {
        var model = NewModel(new Shared(isNormalizedTwice: true), [3, 5, 5]);
        var file = model.ToOnnx();
        Assert.DoesNotContain("BatchNormalization", Types(file));
        Assert.Equal(
            ["shared.bias", "shared.bias_2", "shared.weight", "shared.weight_2"],
            file.Graph.Initializer.Select(t => t.Name)
                .Where(n => n.StartsWith("shared", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal));
        Assert.InRange(RelativeError(model, [3, 5, 5], opset: 17, fold: true), 0, 1e-5);
    }

    [Fact]
    public void A_folded_linear_layer_collapses_with_the_next()
    {
        var model = NewModel(Stack(new Linear(6, 8), new BatchNorm1d(8), new Linear(8, 3)), [6]);
        Assert.Equal(["Gemm"], Types(model.ToOnnx(new() { CollapseLinear = true })));
        Assert.InRange(RelativeError(model, [6], opset: 17, fold: true, collapse: true), 0, 1e-5);
    }

    [Fact]
    public void Float64_stays_exact()
    {
        var x = Value.Input("x", ElementType.Float64, ["batch", 6]);
        var model = new Model(Stack(new Linear(6, 5, bias: false), new BatchNorm1d(5)), x);
        foreach (var variable in model.Parameters.Concat(model.Buffers))
            variable.Assign<double>([.. Draw(variable.Count, 0.5).Select(d => (double)d)]);
        double[] rows = [.. Draw(18, -2).Select(d => (double)d)];
        using var function = new Function(model.Inputs, [model.InferenceOutput]);
        var native = function.Run(Tensor.Create(rows, [3, 6]))[0].ToArray();
        using var session = new OnnxSession(model.ToOnnx());
        var runtime = session.Run([x], [new([3, 6], rows)])[0].Items;
        for (var i = 0; i < native.Length; i++) Assert.Equal(native[i], runtime[i], 1e-13);
    }

    private static Sequential Stack(params Module[] layers) => new(layers);

    private static string[] Types(ModelProto model) => [.. model.Graph.Node.Select(n => n.OpType)];

    private static float[] Floats(TensorProto tensor) => MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray();

    private static void Set(Model model, string name, params float[] values) =>
        model.Parameters.Concat(model.Buffers).Single(v => v.Name == name).Assign<float>(values);

    private static Model NewModel(Module layer, int[] sizes)
    {
        var model = new Model(layer, Value.Input("x", ElementType.Float32, ["batch", .. sizes.Select(s => (Dimension)s)]));
        foreach (var variable in model.Parameters.Concat(model.Buffers)) variable.Assign<float>(Draw(variable.Count, 0.5));
        return model;
    }

    /// <summary>The largest difference from the native model, which does not fold, relative to the largest element.</summary>
    private static double RelativeError(Model model, int[] sizes, int opset, bool fold, bool collapse = false)
    {
        using var session = new OnnxSession(
            model.ToOnnx(
                new()
                {
                    Opset = opset, FoldBatchNormalization = fold, CollapseLinear = collapse,
                }));
        using var function = new Function(model.Inputs, [model.InferenceOutput]);
        var worst = 0.0;
        foreach (var rows in (int[])[1, 3, 7])
        {
            var elements = Draw(rows * sizes.Aggregate(1, (product, size) => product * size), -2);
            var native = function.Run(Tensor.Create(elements, [rows, .. sizes.Select(s => (nint)s)]))[0].ToArray();
            var runtime = session.Run([.. model.Inputs], [new([rows, .. sizes], Array.ConvertAll(elements, x => (double)x))])[0].Items;
            var scale = native.Max(x => Math.Abs(x));
            for (var i = 0; i < native.Length; i++) worst = Math.Max(worst, Math.Abs(native[i] - runtime[i]) / scale);
        }

        return worst;
    }

    /// <summary>Numbers from <paramref name="low"/> to 2.</summary>
    private static float[] Draw(int count, double low)
    {
        var random = new RandomStream(11, 0, 0);
        return [.. Enumerable.Range(0, count).Select(i => (float)(low + ((2 - low) * random.Uniform((ulong)i))))];
    }

    private sealed class TwoReaders : Module
    {
        private readonly Conv2d _first = new(3, 3, 3);
        private readonly BatchNorm2d _normalization = new(3);

        public override Value Forward(Value x)
        {
            x = x.Apply(_first);
            return x + x.Apply(_normalization);
        }
    }

    private sealed class Shared(bool isNormalizedTwice) : Module
    {
        private readonly Conv2d _shared = new(3, 3, 3, bias: false);
        private readonly BatchNorm2d _left = new(3), _right = new(3);

        public override Value Forward(Value x)
        {
            var (left, right) = (x.Apply(_shared).Apply(_left), (x * 2).Apply(_shared));
            return left + (isNormalizedTwice ? right.Apply(_right).Tanh() : right.Tanh());
        }
    }
}
