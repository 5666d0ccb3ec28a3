using System.Numerics.Tensors;

namespace OnnxTrain.Tests.Layers;

/// <summary>Layers that move, repeat and interpolate, against PyTorch 1.13 in float64.</summary>
public class SpatialTests
{
    private static readonly Dictionary<string, (Module Layer, nint[] Sizes, bool IsWave, double[] Expected)> Cases = new()
    {
        ["nearest"] = (
            new Upsample(2),
            [1, 1, 2, 2],
            true,
            [
                0, 0, 0.841470985, 0.841470985, 0, 0, 0.841470985, 0.841470985, 0.909297427, 0.909297427, 0.141120008, 0.141120008,
                0.909297427, 0.909297427, 0.141120008, 0.141120008,
            ]),
        ["nearest by one and a half"] = (new Upsample(1.5), [1, 1, 3], true, [0, 0, 0.841470985, 0.909297427]),
        ["bilinear"] = (
            new Upsample(2, ResizeMode.Linear),
            [1, 1, 2, 2],
            true,
            [
                0, 0.210367746, 0.631103239, 0.841470985, 0.227324357, 0.337089078, 0.55661852, 0.666383241, 0.68197307, 0.590531741,
                0.407649082, 0.316207752, 0.909297427, 0.717253072, 0.333164363, 0.141120008,
            ]),
        ["bilinear, corners aligned"] = (
            new Upsample([3, 5], ResizeMode.Linear, alignCorners: true),
            [1, 1, 2, 2],
            true,
            [
                0, 0.210367746, 0.420735492, 0.631103239, 0.841470985, 0.454648713, 0.463810409, 0.472972105, 0.482133801, 0.491295496,
                0.909297427, 0.717253072, 0.525208717, 0.333164363, 0.141120008,
            ]),
        ["bicubic"] = (
            new Upsample([3, 5], ResizeMode.Cubic),
            [1, 1, 2, 3],
            true,
            [
                -0.107526161, 0.3662538, 0.980210002, 1.1075179, 1.08023036, 0.0732696769, 0.0644430416, 0.0423342447, -0.000792383143,
                -0.0312596001, 0.254065515, -0.237367717, -0.895541513, -1.10910267, -1.14274956,
            ]),
        ["linear"] = (new Upsample([5], ResizeMode.Linear), [1, 1, 3], true, [0, 0.336588394, 0.841470985, 0.88216685, 0.909297427]),
        ["trilinear"] = (
            new Upsample([1, 3, 2], ResizeMode.Linear),
            [1, 1, 2, 2, 2],
            true,
            [-0.378401248, -0.0587266449, -0.0317301417, 0.170163329, 0.314940964, 0.399053303]),
        ["pixel shuffle"] = (new PixelShuffle(2), [1, 8, 1, 1], false, [0, 1, 2, 3, 4, 5, 6, 7]),
        ["pixel unshuffle"] = (new PixelUnshuffle(2), [1, 1, 2, 4], false, [0, 2, 1, 3, 4, 6, 5, 7]),
        ["reflection"] = (new ReflectionPad2d(1, 2, 1, 0), [1, 1, 2, 3], false, [4, 3, 4, 5, 4, 3, 1, 0, 1, 2, 1, 0, 4, 3, 4, 5, 4, 3]),
        ["reflection of a sequence"] = (new ReflectionPad1d(2, 1), [1, 1, 3], false, [2, 1, 0, 1, 2, 1]),
        ["replication"] = (new ReplicationPad2d(1, 0, 2, 1), [1, 1, 2, 2], false, [0, 0, 1, 0, 0, 1, 0, 0, 1, 2, 2, 3, 2, 2, 3]),
        ["circular"] = (new CircularPad2d(1, 0, 1, 1), [1, 1, 2, 2], false, [3, 2, 3, 1, 0, 1, 3, 2, 3, 1, 0, 1]),
        ["circular, a sequence"] = (new CircularPad1d(2, 1), [1, 1, 3], false, [1, 2, 0, 1, 2, 0]),
        ["circular, a volume"] = (new CircularPad3d(1, 0, 0, 0, 0, 1), [1, 1, 1, 1, 2], false, [1, 0, 1, 1, 0, 1]),
        ["replication of a volume"] = (new ReplicationPad3d(1, 0, 0, 0, 0, 1), [1, 1, 1, 1, 2], false, [0, 0, 1, 0, 0, 1]),
        ["a number"] = (new ConstantPad2d([0, 1, 1, 0], 7), [1, 1, 2, 2], false, [7, 7, 7, 0, 1, 7, 2, 3, 7]),
        ["zeros"] = (new ZeroPad2d(1), [1, 1, 1, 2], false, [0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0]),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Layers_compute_what_those_of_PyTorch_compute(string name)
    {
        var (layer, sizes, isWave, expected) = Cases[name];
        var model = new Model(new Alone(layer), Value.Input("x", ElementType.Float64, ["batch", .. sizes[1..].Select(s => (Dimension)s)]));
        using var function = new Function(model.Inputs, [model.Output]);
        var count = (int)sizes.Aggregate((nint)1, (p, s) => p * s);
        var y = function.Run(Tensor.Create(Enumerable.Range(0, count).Select(i => isWave ? Math.Sin(i) : i).ToArray(), sizes))[0].ToArray();
        Assert.Equal(expected.Length, y.Length);
        for (var i = 0; i < y.Length; i++) Assert.Equal(expected[i], y[i], 6e-9);
    }

    [Fact]
    public void Wrong_uses_are_refused_with_what_would_fit()
    {
        var x = Value.Input("x", ElementType.Float32, ["batch", 3, "height", 4]);
        Refused(() => new ReflectionPad2d(4, 0, 0, 0).Forward(x), "axis 3", "at most 3");
        Refused(() => new ZeroPad2d(1).Forward(x.Reshape(["batch", "height", 12])), "ZeroPad2d", "[batch, channels, height, width]");
        Refused(() => new Upsample(1.3).Forward(x), "Resize", "axis 2", "named", "1/256");
        Refused(() => x.ResizeBy([0.1]), "axis 3", "1 or more");
        Refused(() => x.DepthToSpace(2), "DepthToSpace", "[batch, 3, height, 4]");
        Refused(() => x.SpaceToDepth(3), "SpaceToDepth", "[batch, 3, height, 4]");
        Refused(() => x.Pad([1, 1], [1]), "Pad", "2 lengths before and 1 after");
        Refused(() => Value.Input("x", ElementType.Float32, ["batch"]).ChannelDropout(0.5), "ChannelDropout", "[batch, channels");
        Assert.Contains(
            "left, right, top, bottom",
            Assert.Throws<ArgumentException>(() => new ZeroPad2d(1, 2, 3)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Upsample(2, alignCorners: true));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Upsample(-1));

        static void Refused(Func<object> use, params string[] parts)
        {
            var message = Assert.Throws<ShapeException>(use).Message;
            Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Axes_that_keep_their_length_may_be_names()
    {
        var x = Value.Input("x", ElementType.Float32, ["batch", 4, "height", 6]);
        Assert.Equal(["batch", 4, "height", 8], new ReplicationPad2d(1, 1, 0, 0).Forward(x).Shape);
        Assert.Equal(["batch", 4, "height", 12], x.ResizeBy([2.0]).Shape);
        Assert.Equal(x.Shape, new BatchNorm2d(4).Forward(x).Shape);
        Assert.Equal(x.Shape, new GroupNorm(2, 4).Forward(x).Shape);
        Assert.Equal(x.Shape, new Dropout2d().Forward(x).Shape);
        Assert.Equal(x.Shape, new LocalResponseNorm(3).Forward(x).Shape);
    }

    [Fact]
    public void Named_axes_that_grow_follow_a_formula()
    {
        var x = Value.Input("x", ElementType.Float32, ["batch", 4, "height", 6]);
        Assert.Equal("[batch, 4, height + 3, 8]", new ReflectionPad2d(1, 1, 1, 2).Forward(x).Shape.ToString());
        Assert.Equal("[batch, 4, 2 * height, 12]", new Upsample(2).Forward(x).Shape.ToString());
        Assert.Equal("[batch, 4, height + floor(height / 2), 9]", x.ResizeBy([1.5, 1.5]).Shape.ToString());
        Assert.Equal("[batch, 1, 2 * height, 12]", x.DepthToSpace(2).Shape.ToString());
        Assert.Equal("[batch, 16, floor(height / 2), 3]", x.SpaceToDepth(2).Shape.ToString());
        Assert.Equal(x.Shape, x.DepthToSpace(2).SpaceToDepth(2).Shape);
    }

    [Fact]
    public void Whole_channels_drop_and_the_rest_is_scaled()
    {
        var x = Value.Input("x", ElementType.Float32, [200, 50, 3, 5]);
        var y = new Dropout2d(0.3).Forward(x);
        using var plan = new Plan(new([x], [y]), new Dictionary<string, long>(), new() { Seed = 3 });
        plan.Elements<float>(x).Fill(1);
        plan.Run();
        var channels = plan.Elements<float>(y).ToArray().Chunk(15).ToArray();
        Assert.All(channels, c => Assert.Single(c.Distinct()));
        Assert.All(channels, c => Assert.True(c[0] == 0 || c[0] == (float)(1 / 0.7)));

        // Five standard deviations of a mean of 10,000 Bernoulli variables.
        Assert.InRange(channels.Count(c => c[0] == 0) / 10_000.0, 0.3 - (5 * 0.00458), 0.3 + (5 * 0.00458));
        Assert.Same(x, new GraphRewrite(new([x], [y]), new InferencePass()).Graph.Fetches[0]);
    }

    private sealed class Alone(Module layer) : Module
    {
        private readonly Variable _weight = new("unused", [1], Initializer.Ones);

        public override Value Forward(Value x) => x.Apply(layer) + (0 * (Value)_weight);
    }
}
