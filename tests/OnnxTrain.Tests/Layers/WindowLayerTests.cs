using System.Numerics.Tensors;

namespace OnnxTrain.Tests.Layers;

/// <summary>
/// Layers of convolution and pooling against PyTorch 1.13 in float64. x[i] = sin(i + 1), parameters p[i] = cos(0.7 (i + 1)) one after the
/// other; the numbers are Σ y[i] cos(0.3 (i + 1)) and what follows from it by backpropagation: Σ dx[i] cos(0.2 (i + 1)) and Σ dp[i] cos(0.1
/// (i + 1)), i from 0 in each tensor.
/// </summary>
public class WindowLayerTests
{
    private static readonly Dictionary<
        string,
        (Module Layer, int[] Input, int[] Output, double Sum, double ByInput, double ByParameters)
    > Cases = new()
    {
        ["Conv1d(2, 3, 3, stride 2, padding 1)"] = (
            new Conv1d(2, 3, 3, stride: 2, padding: 1),
            [2, 2, 7],
            [2, 3, 4],
            1.38399434845, 15.1694500583, 6.83728021348),
        ["Conv2d(2, 4, 3, padding same, dilation 2)"] = (
            new Conv2d(2, 4, 3, padding: Padding.Same, dilation: 2),
            [2, 2, 6, 5],
            [2, 4, 6, 5],
            17.7831274137, 48.1377952254, 3.75178361324),
        ["Conv2d(2, 4, (2, 3), padding same)"] = (
            new Conv2d(2, 4, (2, 3), padding: Padding.Same),
            [2, 2, 6, 5],
            [2, 4, 6, 5],
            -3.81640866198, 13.3384537854, -8.22591536145),
        ["Conv2d(4, 6, 3, stride (2, 1), padding (1, 2), groups 2, no bias)"] = (
            new Conv2d(4, 6, 3, stride: (2, 1), padding: (1, 2), groups: 2, bias: false),
            [2, 4, 6, 5],
            [2, 6, 3, 7],
            -7.35997118214, 256.135014686, 2.92190419143),
        ["Conv2d(2, 3, 3, padding 2, reflect)"] = (
            new Conv2d(2, 3, 3, padding: 2, paddingMode: PadMode.Reflect),
            [2, 2, 5, 6],
            [2, 3, 7, 8],
            -3.68178947483, -0.36957644792, 4.14410958214),
        ["Conv2d(2, 3, 3, padding (1, 2), replicate)"] = (
            new Conv2d(2, 3, 3, padding: (1, 2), paddingMode: PadMode.Replicate),
            [2, 2, 5, 6],
            [2, 3, 5, 8],
            -9.63841996259, 80.6480044049, -18.638524187),
        ["Conv3d(2, 3, (1, 2, 3), stride 2, padding 1)"] = (
            new Conv3d(2, 3, (1, 2, 3), stride: 2, padding: 1),
            [2, 2, 4, 5, 6],
            [2, 3, 3, 3, 3],
            6.54839101693, -0.175607646058, -27.2638428768),
        ["ConvTranspose1d(2, 3, 3, stride 2, padding 1, output padding 1)"] = (
            new ConvTranspose1d(2, 3, 3, stride: 2, padding: 1, outputPadding: 1),
            [2, 2, 5],
            [2, 3, 10],
            28.7090482575, 23.3725153844, 6.58848728084),
        ["ConvTranspose2d(4, 6, 3, stride 2, padding 1, output padding 1, groups 2)"] = (
            new ConvTranspose2d(4, 6, 3, stride: 2, padding: 1, outputPadding: 1, groups: 2),
            [2, 4, 3, 4],
            [2, 6, 6, 8],
            66.8731642943, 6.85067396475, -1.70055398944),
        ["ConvTranspose2d(2, 3, (2, 3), stride (3, 1), dilation 2)"] = (
            new ConvTranspose2d(2, 3, (2, 3), stride: (3, 1), dilation: 2),
            [2, 2, 4, 3],
            [2, 3, 12, 7],
            0.509441507718, -0.525825139648, -1.99112725631),
        ["ConvTranspose3d(2, 2, 2, stride 2)"] = (
            new ConvTranspose3d(2, 2, 2, stride: 2),
            [1, 2, 2, 3, 2],
            [1, 2, 4, 6, 4],
            8.45141500506, 0.920327560221, -4.22781383971),
        ["MaxPool1d(3, 2)"] = (new MaxPool1d(3, 2), [2, 2, 8], [2, 2, 3], -1.68661128526, 0.913683604577, 0),
        ["MaxPool2d(3, stride 2, padding 1, ceil)"] = (
            new MaxPool2d(3, stride: 2, padding: 1, ceilMode: true),
            [2, 2, 6, 8],
            [2, 2, 4, 5],
            -6.70360133932, -2.95561071994, 0),
        ["MaxPool2d(2, stride 3, dilation 2, ceil)"] = (
            new MaxPool2d(2, stride: 3, dilation: 2, ceilMode: true),
            [2, 2, 8, 9],
            [2, 2, 3, 3],
            -1.51701088438, -4.11447342127, 0),
        ["MaxPool3d(2)"] = (new MaxPool3d(2), [1, 2, 5, 4, 6], [1, 2, 2, 2, 3], 1.10526499183, -4.31169381262, 0),
        ["AvgPool1d(2)"] = (new AvgPool1d(2), [2, 2, 7], [2, 2, 3], 0.634297173439, 3.28760583392, 0),
        ["AvgPool2d(3, stride 2, padding 1, ceil)"] = (
            new AvgPool2d(3, stride: 2, padding: 1, ceilMode: true),
            [2, 2, 6, 8],
            [2, 2, 4, 5],
            0.205225478144, -0.257816950682, 0),
        ["AvgPool2d(3, stride 2, padding 1, ceil, without padding)"] = (
            new AvgPool2d(3, stride: 2, padding: 1, ceilMode: true, countIncludePad: false),
            [2, 2, 6, 8],
            [2, 2, 4, 5],
            0.443756037952, -0.939754605902, 0),
        ["AvgPool2d(2, ceil)"] = (new AvgPool2d(2, ceilMode: true), [2, 2, 5, 7], [2, 2, 3, 4], -0.408323539819, -0.591919616322, 0),
        ["AvgPool2d((3, 2), stride 1, padding 1, without padding)"] = (
            new AvgPool2d((3, 2), stride: 1, padding: 1, countIncludePad: false),
            [2, 2, 5, 7],
            [2, 2, 5, 8],
            0.389086947535, -7.6804728414, 0),
        ["AvgPool3d(2)"] = (new AvgPool3d(2), [1, 2, 4, 5, 6], [1, 2, 2, 2, 3], -0.321149349148, 1.10201619018, 0),
        ["AdaptiveAvgPool1d(3)"] = (new AdaptiveAvgPool1d(3), [2, 2, 7], [2, 2, 3], 0.0264074690938, 2.73206312082, 0),
        ["AdaptiveAvgPool2d((3, 2))"] = (new AdaptiveAvgPool2d((3, 2)), [2, 2, 7, 5], [2, 2, 3, 2], 0.019628404457, 0.637461306661, 0),
        ["AdaptiveAvgPool2d(7), more parts than elements"] = (
            new AdaptiveAvgPool2d(7),
            [2, 2, 2, 3],
            [2, 2, 7, 7],
            0.273251487703, -1.46448011233, 0),
        ["AdaptiveMaxPool2d((3, 7)), more parts than elements"] = (
            new AdaptiveMaxPool2d((3, 7)),
            [2, 2, 5, 3],
            [2, 2, 3, 7],
            -0.518601142154, 2.45072806279, 0),
        ["AdaptiveAvgPool2d(1)"] = (new AdaptiveAvgPool2d(1), [2, 2, 7, 5], [2, 2, 1, 1], 0.0311248788218, 0.0668933832348, 0),
        ["AdaptiveMaxPool2d((3, 2))"] = (new AdaptiveMaxPool2d((3, 2)), [2, 2, 7, 5], [2, 2, 3, 2], 1.81291060013, -1.22119435122, 0),
        ["AdaptiveMaxPool2d(2)"] = (new AdaptiveMaxPool2d(2), [2, 2, 4, 6], [2, 2, 2, 2], -2.62569637983, 0.22092770964, 0),
        ["AdaptiveAvgPool3d((1, 2, 3))"] = (
            new AdaptiveAvgPool3d((1, 2, 3)),
            [1, 2, 3, 4, 5],
            [1, 2, 1, 2, 3],
            -0.0661526507833, 0.125005281079, 0),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Layers_compute_and_learn_what_those_of_PyTorch_do(string name)
    {
        var (layer, input, output, sum, byInput, byParameters) = Cases[name];
        var x = Value.Input("x", ElementType.Float64, ["batch", .. input[1..].Select(s => (Dimension)s)]);
        var model = new Model(new Sequential(layer), x);
        var start = 0;
        foreach (var parameter in model.Parameters)
        {
            var elements = parameter.Elements<double>();
            for (var i = 0; i < elements.Length; i++) elements[i] = Math.Cos(0.7 * (++start));
        }

        Assert.Equal(["batch", .. output[1..].Select(s => (Dimension)s)], model.Output.Shape);
        var weights = Value.Input("weights", ElementType.Float64, model.Output.Shape);
        var total = (model.Output * weights).Sum();
        Value[] by = [x, .. model.Parameters.Select(p => p.ToValue())];
        using var function = new Function([x, weights], [total, .. total.Gradient(by)]);
        var results = function.Run(Wave(input, 1, Math.Sin), Wave(output, 0.3, Math.Cos));
        Near(sum, results[0].ToArray()[0]);
        Near(byInput, Weighed(results[1].ToArray(), 0.2));
        Near(byParameters, results.Skip(2).Sum(g => Weighed(g.ToArray(), 0.1)));

        static void Near(double expected, double actual) => Assert.Equal(expected, actual, 1e-10 * Math.Max(1, Math.Abs(expected)));
    }

    /// <summary>Means of float32 are windows, those of float64 reductions: ONNX Runtime has no windows of float64.</summary>
    [Theory]
    [InlineData(7, 5, 3, 2)]
    [InlineData(2, 3, 7, 7)]
    [InlineData(5, 1, 2, 1)]
    public void Means_of_unequal_parts_are_the_same_in_both_element_types(int height, int width, int rows, int columns)
    {
        int[] sizes = [2, 2, height, width], parts = [2, 2, rows, columns];
        var (floats, doubles) = (Results<float>(ElementType.Float32), Results<double>(ElementType.Float64));
        for (var i = 0; i < doubles.Length; i++) Assert.Equal(doubles[i], floats[i], 1e-6);

        double[] Results<T>(ElementType type)
            where T : unmanaged, System.Numerics.INumber<T>
        {
            var x = Value.Input("x", type, ["batch", 2, height, width]);
            var y = x.AdaptiveAveragePool((rows, columns));
            var weights = Value.Input("weights", type, y.Shape);
            using var function = new Function([x, weights], [y, .. (y * weights).Sum().Gradient(x)]);
            return
            [
                .. function
                    .Run(As<T>(sizes, Math.Sin), As<T>(parts, Math.Cos))
                    .SelectMany(result => result.ToArray())
                    .Select(double.CreateChecked),
            ];
        }

        static Tensor<T> As<T>(int[] lengths, Func<double, double> wave)
            where T : unmanaged, System.Numerics.INumber<T> =>
            Tensor.Create([.. Wave(lengths, 1, wave).ToArray().Select(T.CreateChecked)], [.. lengths.Select(l => (nint)l)]);
    }

    [Fact]
    public void Same_padding_keeps_the_size_for_any_window()
    {
        var x = Value.Input("x", ElementType.Float32, ["batch", 1, "height", 7]);
        foreach (var kernel in (int[])[1, 2, 3, 4, 5])
            Assert.Equal(["batch", 2, "height", 7], new Conv2d(1, 2, kernel, padding: Padding.Same, dilation: 2).Forward(x).Shape);
        Assert.Equal(
            ["batch", 2, 3, 4],
            new Conv2d(1, 2, 3, stride: 2, padding: Padding.Same).Forward(Value.Input("x", ElementType.Float32, ["batch", 1, 5, 8])).Shape);
    }

    [Fact]
    public void Named_axes_follow_strides_and_come_back_by_transposed_convolution()
    {
        var x = Value.Input("x", ElementType.Float32, ["batch", 3, "height", "width"]);
        var half = new Conv2d(3, 8, 3, stride: 2, padding: 1).Forward(x);
        Assert.Equal("[batch, 8, floor((height + 1) / 2), floor((width + 1) / 2)]", half.Shape.ToString());
        Assert.Equal("[batch, 8, floor((height + 3) / 4), floor((width + 3) / 4)]", new MaxPool2d(3, 2, 1).Forward(half).Shape.ToString());
        Assert.Equal("[batch, 3, 2 * height, 2 * width]", new ConvTranspose2d(3, 3, 2, stride: 2).Forward(x).Shape.ToString());
        Assert.Equal(["batch", 3, 1, 1], new AdaptiveAvgPool2d(1).Forward(x).Shape);
        Assert.Equal(["batch", 3, 2, 5], new AdaptiveAvgPool2d((2, 5)).Forward(x).Shape);
        Assert.Equal(
            "[batch, 3, floor((height + 1) / 2), floor((width + 2) / 3)]", x.MaxPool((2, 3), ceilMode: true).Shape.ToString());
    }

    [Fact]
    public void Wrong_uses_are_refused_with_what_would_fit()
    {
        var x = Value.Input("x", ElementType.Float32, ["batch", 3, 5, 6]);
        Refused(() => new Conv2d(4, 8, 3).Forward(x), "Conv2d", "[batch, 4, height, width]", "[batch, 3, 5, 6]");
        Refused(() => new Conv1d(3, 8, 3).Forward(x), "Conv1d", "[batch, 3, length]");
        Refused(() => new Conv2d(3, 8, 7).Forward(x), "7 elements", "axis 2", "5");
        Refused(() => new MaxPool2d(2, padding: 2).Forward(x), "padding of 2");
        Refused(() => new MaxPool3d(2).Forward(x), "MaxPool3d", "[batch, channels, depth, height, width]");
        Refused(
            () => Value.Input("x", ElementType.Float32, ["batch", 3, "height", 6]).MaxPoolWithIndices(out _, 2, ceilMode: true),
            "ceil mode", "height", "named");
        Refused(
            () => new Conv2d(3, 8, 3, stride: 2, padding: Padding.Same).Forward(
                Value.Input("x", ElementType.Float32, ["batch", 3, "height", 6])),
            "same", "height");
        Refused(() => x.Conv(Value.Input("w", ElementType.Float32, [8, 2, 3, 3])), "[8, 3, 3, 3]");
        Assert.Contains(
            "2 groups",
            Assert.Throws<ArgumentException>(() => new Conv2d(3, 8, 3, groups: 2)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "3 numbers for 2 spatial axes",
            Assert.Throws<ArgumentException>(() => new Conv2d(3, 8, (1, 2, 3))).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Conv2d(3, 8, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Conv2d(3, 8, 3, stride: -1));

        static void Refused(Func<object> use, params string[] parts)
        {
            var message = Assert.Throws<ShapeException>(use).Message;
            Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
        }
    }

    private static Tensor<double> Wave(int[] sizes, double step, Func<double, double> wave) =>
        Tensor.Create(
            Enumerable.Range(1, sizes.Aggregate((p, s) => p * s)).Select(i => wave(step * i)).ToArray(),
            [.. sizes.Select(s => (nint)s)]);

    private static double Weighed(double[] numbers, double step) => numbers.Select((g, i) => g * Math.Cos(step * (i + 1))).Sum();
}
