using System.Numerics.Tensors;
using OnnxTrain.Kernels;
using OnnxTrain.Onnx;
using OnnxTrain.RoundTrip.Tests.Ops;

namespace OnnxTrain.RoundTrip.Tests.Models;

/// <summary>Layers for images and sequences in ONNX Runtime, after training, at the oldest and the newest operator set.</summary>
public class ImageLayerTests
{
    private static readonly Dictionary<string, (int[] Sizes, Func<Module> Layer)> Layers = new()
    {
        ["BatchNorm1d of rows"] = ([5], () => new BatchNorm1d(5)),
        ["BatchNorm1d of sequences"] = ([3, 7], () => new BatchNorm1d(3)),
        ["BatchNorm2d"] = ([3, 5, 7], () => new BatchNorm2d(3)),
        ["BatchNorm2d, plain"] = ([3, 5, 7], () => new BatchNorm2d(3, affine: false)),
        ["BatchNorm2d, frozen"] = ([3, 5, 7], () => new BatchNorm2d(3) { IsFrozen = true }),
        ["BatchNorm2d, statistics of the batch"] = ([3, 5, 7], () => new BatchNorm2d(3, trackRunningStatistics: false)),
        ["BatchNorm3d"] = ([2, 3, 2, 5], () => new BatchNorm3d(2)),
        ["LayerNorm"] = ([3, 5], () => new LayerNorm([5])),
        ["LayerNorm of images"] = ([3, 5, 7], () => new LayerNorm([3, 5, 7], bias: false)),
        ["LayerNorm, plain"] = ([3, 5], () => new LayerNorm([5], affine: false)),
        ["RmsNorm"] = ([3, 5], () => new RmsNorm([5])),
        ["GroupNorm"] = ([6, 3, 5], () => new GroupNorm(3, 6)),
        ["GroupNorm of rows"] = ([6], () => new GroupNorm(3, 6, affine: false)),
        ["GroupNorm in one"] = ([6, 5], () => new GroupNorm(1, 6)),
        ["InstanceNorm1d"] = ([3, 7], () => new InstanceNorm1d(3)),
        ["InstanceNorm2d"] = ([3, 5, 7], () => new InstanceNorm2d(3, affine: true)),
        ["InstanceNorm3d"] = ([2, 3, 2, 5], () => new InstanceNorm3d(2)),
        ["LocalResponseNorm"] = ([7, 3, 2], () => new LocalResponseNorm(5, 0.5)),
        ["LocalResponseNorm of an even number"] = ([7, 3, 2], () => new LocalResponseNorm(4, 0.5)),
        ["LocalResponseNorm of sequences"] = ([7, 3], () => new LocalResponseNorm(3, 0.5)),
        ["ZeroPad2d"] = ([2, 3, 5], () => new ZeroPad2d(1, 0, 2, 1)),
        ["ConstantPad1d"] = ([2, 5], () => new ConstantPad1d([1, 2], 0.5)),
        ["ConstantPad3d"] = ([2, 2, 3, 2], () => new ConstantPad3d([1], -2)),
        ["ReflectionPad1d"] = ([2, 5], () => new ReflectionPad1d(3, 4)),
        ["ReflectionPad2d"] = ([2, 3, 5], () => new ReflectionPad2d(2)),
        ["ReplicationPad2d"] = ([2, 3, 5], () => new ReplicationPad2d(1, 4, 0, 2)),
        ["ReplicationPad3d"] = ([1, 2, 3, 2], () => new ReplicationPad3d(1)),
        ["Upsample to the nearest"] = ([2, 3, 5], () => new Upsample(2)),
        ["Upsample linearly"] = ([2, 5], () => new Upsample(2, ResizeMode.Linear)),
        ["Upsample bilinearly"] = ([2, 3, 5], () => new Upsample([5, 7], ResizeMode.Linear)),
        ["Upsample, corners aligned"] = ([2, 3, 5], () => new Upsample([5, 7], ResizeMode.Linear, alignCorners: true)),
        ["Upsample trilinearly"] = ([2, 3, 2, 3], () => new Upsample(2, ResizeMode.Linear)),
        ["Upsample bicubically"] = ([2, 3, 5], () => new Upsample(2, ResizeMode.Cubic)),
        ["Upsample a sequence by cubic curves"] = ([2, 5], () => new Upsample(2, ResizeMode.Cubic)),
        ["PixelShuffle"] = ([8, 3, 2], () => new PixelShuffle(2)),
        ["PixelUnshuffle"] = ([2, 6, 3], () => new PixelUnshuffle(3)),
        ["Dropout1d"] = ([3, 4], () => new Dropout1d(0.4)),
        ["Dropout2d"] = ([3, 2, 4], () => new Dropout2d(0.4)),
        ["Dropout3d"] = ([3, 1, 2, 2], () => new Dropout3d(0.4)),
        ["Conv1d"] = ([3, 8], () => new Conv1d(3, 4, 3, stride: 2, padding: 1)),
        ["Conv2d"] = ([3, 5, 7], () => new Conv2d(3, 4, (3, 2), padding: Padding.Of((1, 0), (0, 1)))),
        ["Conv2d, same padding"] = ([3, 5, 7], () => new Conv2d(3, 4, (3, 2), padding: Padding.Same, dilation: 2, bias: false)),
        ["Conv2d, depthwise"] = ([4, 6, 5], () => new Conv2d(4, 8, 3, stride: 2, padding: 1, groups: 4)),
        ["Conv2d, reflected"] = ([3, 5, 7], () => new Conv2d(3, 4, 3, padding: 2, paddingMode: PadMode.Reflect)),
        ["Conv3d"] = ([2, 3, 4, 5], () => new Conv3d(2, 3, (1, 2, 3), padding: (0, 1, 1))),
        ["ConvTranspose1d"] = ([3, 5], () => new ConvTranspose1d(3, 4, 3, stride: 2, padding: 1, outputPadding: 1)),
        ["ConvTranspose2d"] = ([4, 3, 4], () => new ConvTranspose2d(4, 6, 3, stride: (2, 1), padding: 1, outputPadding: (1, 0), groups: 2)),
        ["ConvTranspose3d"] = ([2, 2, 3, 2], () => new ConvTranspose3d(2, 3, 2, stride: 2)),
        ["MaxPool1d"] = ([3, 9], () => new MaxPool1d(3, 2)),
        ["MaxPool2d"] = ([3, 6, 7], () => new MaxPool2d(3, 2, 1, ceilMode: true)),
        ["MaxPool2d, dilated"] = ([3, 8, 9], () => new MaxPool2d(2, 3, dilation: 2)),
        ["MaxPool3d"] = ([2, 4, 5, 6], () => new MaxPool3d(2)),
        ["AvgPool1d"] = ([3, 9], () => new AvgPool1d(2)),
        ["AvgPool2d"] = ([3, 6, 7], () => new AvgPool2d(3, 2, 1)),
        ["AvgPool2d, ceil"] = ([3, 6, 8], () => new AvgPool2d(3, 2, 1, ceilMode: true)),
        ["AvgPool2d, ceil, without padding"] = ([3, 6, 8], () => new AvgPool2d(3, 2, 1, ceilMode: true, countIncludePad: false)),
        ["AvgPool2d, dilated"] = ([3, 8, 9], () => new AvgPool2d(2, 2, 1, dilation: 2)),
        ["AvgPool3d"] = ([2, 4, 5, 6], () => new AvgPool3d(2)),
        ["AdaptiveAvgPool2d"] = ([3, 7, 5], () => new AdaptiveAvgPool2d((3, 2))),
        ["AdaptiveAvgPool2d, more parts than elements"] = ([3, 2, 3], () => new AdaptiveAvgPool2d(7)),
        ["AdaptiveAvgPool2d, even parts"] = ([3, 6, 4], () => new AdaptiveAvgPool2d(2)),
        ["AdaptiveAvgPool2d, whole"] = ([3, 7, 5], () => new AdaptiveAvgPool2d(1)),
        ["AdaptiveMaxPool2d"] = ([3, 7, 5], () => new AdaptiveMaxPool2d((3, 2))),
        ["AdaptiveMaxPool2d, more parts than elements"] = ([3, 2, 3], () => new AdaptiveMaxPool2d(7)),
        ["AdaptiveMaxPool3d"] = ([2, 4, 2, 3], () => new AdaptiveMaxPool3d((2, 1, 3))),
    };

    public static TheoryData<string> Names => [.. Layers.Keys];

    /// <summary>ONNX Runtime's CPU provider has no float64 kernels for convolution and average pooling.</summary>
    public static TheoryData<string> NamesInFloat64 =>
        [
            .. Layers.Keys.Where(n =>
                !n.StartsWith("Conv", StringComparison.Ordinal)
                && !n.StartsWith("Avg", StringComparison.Ordinal)
                && n != "AdaptiveAvgPool2d, even parts"),
        ];

    [Theory, MemberData(nameof(Names))]
    public void A_layer_round_trips(string name)
    {
        var (sizes, layer) = Layers[name];
        var model = NewModel(layer(), ["batch", .. sizes.Select(s => (Dimension)s)]);
        var count = sizes.Aggregate(1, (product, size) => product * size);
        var data = new Dataset(
            [Tensor.Create(Draw(14 * count, -2), [14, .. sizes.Select(s => (nint)s)])],
            Tensor.Create(new float[14], [14, 1]));
        foreach (var opset in (int[])[13, 17, 21, 26])
            OnnxAssert.Equivalent(model, data, new() { BatchSizes = [1, 3, 7] }, new() { Opset = opset });
    }

    [Theory, MemberData(nameof(NamesInFloat64))]
    public void A_layer_round_trips_in_float64(string name)
    {
        var (sizes, layer) = Layers[name];
        var model = new Model(layer(), Value.Input("x", ElementType.Float64, ["batch", .. sizes.Select(s => (Dimension)s)]));
        foreach (var variable in model.Parameters.Concat(model.Buffers))
            variable.Assign<double>(Array.ConvertAll(Draw(variable.Count, 0.5), x => (double)x));
        using var function = new Function(model.Inputs, [model.InferenceOutput]);
        var elements = Array.ConvertAll(Draw(3 * sizes.Aggregate(1, (product, size) => product * size), -2), x => (double)x);
        var native = function.Run(Tensor.Create(elements, [3, .. sizes.Select(s => (nint)s)]))[0].ToArray();
        foreach (var opset in (int[])[13, 17, 21, 26])
        {
            using var session = new OnnxSession(model.ToOnnx(new() { Opset = opset }));
            var runtime = session.Run([.. model.Inputs], [new([3, .. sizes], elements)])[0].Items;

            // ε is a float32 attribute of ONNX's operators.
            for (var i = 0; i < native.Length; i++) Assert.Equal(native[i], runtime[i], 1e-9 * Math.Max(1, Math.Abs(native[i])));
        }
    }

    [Theory]
    [InlineData(13)]
    [InlineData(17)]
    [InlineData(21)]
    [InlineData(26)]
    public void Height_and_width_may_be_open(int opset)
    {
        var network = new Sequential(
            new BatchNorm2d(4), new InstanceNorm2d(4, affine: true), new GroupNorm(2, 4), new LocalResponseNorm(3, 0.3),
            new LocalResponseNorm(2, 0.3), new Dropout2d());
        var model = NewModel(network, ["batch", 4, "height", "width"]);
        using var session = new OnnxSession(model.ToOnnx(new() { Opset = opset }));
        using var function = new Function(model.Inputs, [model.InferenceOutput]);
        foreach (var (batch, height, width) in (ReadOnlySpan<(int, int, int)>)[(1, 3, 5), (3, 8, 2), (7, 1, 2)])
        {
            var elements = Draw(batch * 4 * height * width, -2);
            var native = function.Run(Tensor.Create(elements, [batch, 4, height, width]))[0].ToArray();
            var runtime = session.Run([.. model.Inputs], [new([batch, 4, height, width], Array.ConvertAll(elements, x => (double)x))])[0];
            Assert.Equal([batch, 4, height, width], runtime.Sizes);
            for (var i = 0; i < native.Length; i++) Assert.Equal(native[i], runtime.Items[i], 2e-5);
        }
    }

    /// <summary>
    /// OpenCV 4.6 reduces along an axis for the batch size alone that it read the file with, and joins what comes of others along a wrong
    /// one.
    /// </summary>
    [Theory]
    [InlineData("AdaptiveAvgPool2d", "AveragePool", 5, 5)]
    [InlineData("AdaptiveAvgPool2d, more parts than elements", "AveragePool", 3, 8)]
    [InlineData("AdaptiveMaxPool2d", "MaxPool", 5, 5)]
    [InlineData("AdaptiveMaxPool2d, more parts than elements", "MaxPool", 3, 8)]
    public void Parts_of_different_lengths_are_windows_and_not_reductions(string name, string window, int windows, int parts)
    {
        var (sizes, layer) = Layers[name];
        var nodes = NewModel(layer(), ["batch", .. sizes.Select(s => (Dimension)s)])
            .ToOnnx()
            .Graph.Node.CountBy(n => n.OpType)
            .ToDictionary();
        Assert.Equal(new HashSet<string> { "Concat", "Slice", window }, nodes.Keys.ToHashSet());
        Assert.Equal((windows, parts), (nodes[window], nodes["Slice"]));
    }

    [Theory]
    [InlineData("BatchNorm2d", 13, "BatchNormalization")]
    [InlineData("LayerNorm", 17, "LayerNormalization")]
    [InlineData("GroupNorm", 21, "GroupNormalization")]
    [InlineData("InstanceNorm2d", 13, "InstanceNormalization")]
    [InlineData("RmsNorm", 23, "RMSNormalization")]
    [InlineData("LocalResponseNorm", 13, "LRN")]
    [InlineData("ReflectionPad2d", 13, "Pad")]
    [InlineData("Upsample bilinearly", 13, "Resize")]
    [InlineData("PixelShuffle", 13, "DepthToSpace")]
    public void A_layer_is_one_node_where_ONNX_has_one(string name, int opset, string node)
    {
        var (sizes, layer) = Layers[name];
        var file = NewModel(layer(), ["batch", .. sizes.Select(s => (Dimension)s)]).ToOnnx(new() { Opset = opset });
        Assert.Contains(node, file.Graph.Node.Select(n => n.OpType));
        Assert.True(
            file.Graph.Node.Count(n => n.OpType is not ("Identity" or "Concat" or "Shape" or "Gather")) == 1,
            string.Join(" ", file.Graph.Node.Select(n => n.OpType)));
    }

    [Fact]
    public void No_layer_needs_more_than_the_default_opset()
    {
        foreach (var (sizes, layer) in Layers.Values)
            Assert.Equal(
                OnnxVersions.DefaultOpset,
                NewModel(layer(), ["batch", .. sizes.Select(s => (Dimension)s)])
                    .ToOnnx()
                    .OpsetImport.Single(o => o.Domain.Length == 0)
                    .Version);
    }

    /// <summary>A model with all variables drawn: weights, biases and running statistics of every layer.</summary>
    private static Model NewModel(Module layer, Shape shape)
    {
        var model = new Model(layer, Value.Input("x", ElementType.Float32, shape));
        foreach (var variable in model.Parameters.Concat(model.Buffers)) variable.Assign<float>(Draw(variable.Count, 0.5));
        return model;
    }

    /// <summary>Numbers from <paramref name="low"/> to 2.</summary>
    private static float[] Draw(int count, double low)
    {
        var random = new RandomStream(7, 0, 0);
        return [.. Enumerable.Range(0, count).Select(i => (float)(low + ((2 - low) * random.Uniform((ulong)i))))];
    }
}
