using System.Numerics.Tensors;
using OnnxTrain.Kernels;
using OnnxTrain.RoundTrip.Tests.Ops;

namespace OnnxTrain.RoundTrip.Tests.Models;

/// <summary>Layers that change named height and width: as the same layer of numbers, and as ONNX Runtime.</summary>
public class NetworkAxesTests
{
    private static readonly Dictionary<string, Func<Value, Value>> Layers = new()
    {
        ["zeros around"] = x => x.Pad([1, 0], [2, 3]),
        ["numbers around"] = x => x.Pad([0, 2], [1, 0], number: -1.5),
        ["reflection"] = x => x.Pad([2, 1], [1, 3], PadMode.Reflect),
        ["repetition"] = x => x.Pad([2, 1], [1, 5], PadMode.Replicate),
        ["nearest, twice"] = x => x.ResizeBy([2.0, 2.0], ResizeMode.Nearest, ResizeCoordinates.Asymmetric, ResizeRounding.Floor),
        ["linear, half as much again"] = x => x.ResizeBy([1.5, 1.5], ResizeMode.Linear),
        ["cubic, half"] = x => x.ResizeBy([0.5, 0.5], ResizeMode.Cubic),
        ["linear, to another's length"] = x => x.ResizeBy([2.0, 3.0]).Resize([x.Shape[2], x.Shape[3]], ResizeMode.Linear),
        ["channels to squares"] = x => x.DepthToSpace(2, channelsFirst: true),
        ["channels to squares, apart"] = x => x.DepthToSpace(2),
        ["squares to channels"] = x => x.ResizeBy([2.0, 2.0]).SpaceToDepth(2, channelsFirst: true),
        ["squares to channels, apart"] = x => x.ResizeBy([2.0, 2.0]).SpaceToDepth(2),
        ["transposed convolution"] = x => x.ConvTranspose(Weight(x, 4, 3), stride: 2, padding: 1, outputPadding: 1),
        ["halved and doubled"] = x => x.MaxPool(2).ConvTranspose(Weight(x, 4, 2), stride: 2),
    };

    public static TheoryData<string> Names => [.. Layers.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_layer_of_named_axes_is_that_of_numbers(string name)
    {
        foreach (var (height, width) in (ReadOnlySpan<(int, int)>)[(4, 6), (5, 7), (9, 4)])
        {
            var (known, named) = (
                Value.Input("x", ElementType.Float64, [2, 4, height, width]),
                Value.Input("x", ElementType.Float64, ["batch", 4, "height", "width"]));
            using var one = new Function([known], Results(Layers[name], known));
            using var other = new Function([named], Results(Layers[name], named));
            var x = Tensor.Create(Array.ConvertAll(Draw(2 * 4 * height * width), v => (double)v), [2, 4, height, width]);
            foreach (var (expected, got) in one.Run(x).Zip(other.Run(x)))
            {
                Assert.Equal(expected.Lengths.ToArray(), got.Lengths.ToArray());
                Assert.All(expected.ToArray().Zip(got.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Onnx_Runtime_computes_the_same(string name)
    {
        var x = Value.Input("x", ElementType.Float32, ["batch", 4, "height", "width"]);
        var y = Layers[name](x);
        using var function = new Function([x], [y]);
        foreach (var opset in (int[])[13, 17, 21, 26])
        {
            using var session = new OnnxSession(GraphExporter.Write("layer", [x], [("y", y)], opset));
            foreach (var (batch, height, width) in (ReadOnlySpan<(int, int, int)>)[(1, 4, 6), (3, 5, 7), (7, 9, 4)])
            {
                var elements = Draw(batch * 4 * height * width);
                var native = function.Run(Tensor.Create(elements, [batch, 4, height, width]))[0];
                var runtime = session.Run([x], [new([batch, 4, height, width], Array.ConvertAll(elements, v => (double)v))])[0];
                Assert.Equal(native.Lengths.ToArray().Select(n => (int)n), runtime.Sizes);
                Assert.All(native.ToArray().Zip(runtime.Items), pair => Assert.Equal(pair.First, pair.Second, 2e-5));
            }
        }
    }

    [Fact]
    public void Lengths_that_do_not_fit_are_refused_when_data_arrive()
    {
        var x = Value.Input("x", ElementType.Float32, ["batch", 1, "height", 4]);
        Refused(x.Pad([2, 0], [2, 0], PadMode.Reflect), 2, "axis 2", "at most 1");
        Refused(x.SpaceToDepth(2), 3, "SpaceToDepth", "[1, 1, 3, 4]");
        Refused(x.ResizeBy([0.5, 1]), 1, "axis 2", "1 or more");

        void Refused(Value y, int height, params string[] parts)
        {
            using var function = new Function([x], [y]);
            var message = Assert
                .Throws<ShapeException>(() => function.Run(Tensor.Create(new float[height * 4], [1, 1, height, 4])))
                .Message;
            Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
        }
    }

    /// <summary>The layer, its gradient weighed by itself, and the gradient of that.</summary>
    private static Value[] Results(Func<Value, Value> layer, Value x)
    {
        var y = layer(x);
        var first = (y * y * y).Sum().Gradient([x])[0];
        return [y, first, (first * first).Sum().Gradient([x])[0]];
    }

    private static Value Weight(Value x, int outputs, int taps)
    {
        var elements = Draw(4 * outputs * taps * taps);
        Shape shape = [4, outputs, taps, taps];
        return x.ElementType == ElementType.Float64
            ? Value.Constant<double>(Array.ConvertAll(elements, e => (double)e), shape)
            : Value.Constant<float>(elements, shape);
    }

    private static float[] Draw(int count)
    {
        var random = new RandomStream(7, 0, 0);
        return [.. Enumerable.Range(0, count).Select(i => (float)random.Uniform((ulong)i) - 0.5f)];
    }
}
