using System.Numerics.Tensors;
using OnnxTrain.Kernels;
using OnnxTrain.RoundTrip.Tests.Ops;

namespace OnnxTrain.RoundTrip.Tests.Models;

/// <summary>Ready networks in ONNX Runtime, after training steps that leave statistics of their own.</summary>
public class NetworkTests
{
    private static readonly VerificationOptions Within = new() { AbsoluteTolerance = 1e-4, BatchSizes = [1, 3] };

    private static readonly Dictionary<string, (int[] Sizes, Func<Module> Network)> Networks = new()
    {
        ["ResNet-18"] = ([3, 64, 64], () => new ResNet([2, 2, 2, 2], isBottleneck: false, 10, 3, smallImages: false, width: 16)),
        ["ResNet of bottlenecks"] = ([3, 32, 32], () => new ResNet([1, 2, 1, 1], isBottleneck: true, 5, 3, smallImages: true, width: 8)),
        ["MobileNetV2"] = ([3, 64, 64], () => new MobileNetV2(10, widthMultiplier: 0.35)),
        ["VGG"] = ([1, 37, 33], () => new Vgg([1, 1, 2], 5, 1, batchNormalization: true, width: 8, hidden: 32, grid: 3)),
        ["U-Net"] = ([1, 32, 48], () => new UNet(1, 3, width: 8)),
        ["U-Net of odd sizes that interpolates"] = ([2, 37, 29], () => new UNet(2, 1, width: 4, depth: 3, upsample: true)),
    };

    public static TheoryData<string> Names => [.. Networks.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_network_round_trips(string name)
    {
        var (sizes, network) = Networks[name];
        var model = Trained(network(), sizes);
        foreach (var opset in (int[])[13, 17, 21, 26]) OnnxAssert.Equivalent(model, Data(model, sizes, 3), Within, new() { Opset = opset });
    }

    [Theory]
    [InlineData("ResNet of bottlenecks")]
    [InlineData("MobileNetV2")]
    [InlineData("U-Net")]
    [InlineData("U-Net of odd sizes that interpolates")]
    public void A_file_takes_images_of_any_size_where_the_model_took_one(string name)
    {
        var (sizes, network) = Networks[name];
        var model = Trained(network(), sizes);
        foreach (var opset in (int[])[13, 17, 21, 26])
        {
            var file = model.ToOnnx(
                new()
                {
                    Opset = opset, InputShapes = new Dictionary<string, Shape> { ["image"] = ["batch", sizes[0], "height", "width"] },
                });
            Assert.Equal(
                ["batch", "height", "width"],
                file.Graph.Input.Single().Type.TensorType.Shape.Dim.Where(d => d.HasDimParam).Select(d => d.DimParam));
            using var session = new OnnxSession(file);
            foreach (var (batch, height, width) in (ReadOnlySpan<(int, int, int)>)[(2, 48, 40), (1, 35, 51), (3, 32, 32)])
            {
                var native = NewModel(network(), [sizes[0], height, width]);
                foreach (var (from, to) in Variables(model).Zip(Variables(native))) to.Assign<float>(from.ToTensor<float>().ToArray());
                var elements = Draw(batch * sizes[0] * height * width);
                using var function = new Function(native.Inputs, [native.InferenceOutput]);
                var expected = function.Run(Tensor.Create(elements, [batch, sizes[0], height, width]))[0].ToArray();
                var got = session
                    .Run([.. model.Inputs], [new([batch, sizes[0], height, width], Array.ConvertAll(elements, x => (double)x))])[0]
                    .Items;
                Close(expected, got);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_model_of_named_axes_computes_what_one_of_numbers_does(bool upsample)
    {
        var named = new Model(
            new UNet(2, 3, width: 4, depth: 2, upsample: upsample),
            Value.Input("image", ElementType.Float32, ["batch", 2, "height", "width"]));
        using var open = new Function(
            named.Inputs,
            [named.Output, .. named.Output.Sum().Gradient([.. named.Parameters.Select(p => p.ToValue())])]);
        foreach (var (height, width) in (ReadOnlySpan<(int, int)>)[(8, 12), (11, 7), (5, 4)])
        {
            var model = new Model(
                new UNet(2, 3, width: 4, depth: 2, upsample: upsample),
                Value.Input("image", ElementType.Float32, ["batch", 2, height, width]));
            using var fixedSize = new Function(
                model.Inputs,
                [model.Output, .. model.Output.Sum().Gradient([.. model.Parameters.Select(p => p.ToValue())])]);
            var image = Tensor.Create(Draw(2 * 2 * height * width), [2, 2, height, width]);
            foreach (var (expected, got) in fixedSize.Run(image).Zip(open.Run(image)))
            {
                var wanted = expected.ToArray();
                var scale = Math.Max(1, wanted.Max(Math.Abs));
                Assert.All(wanted.Zip(got.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-4 * scale));
            }
        }
    }

    /// <summary>Older runtimes, OpenCV 4.6 for one, give NaN for ReduceMean over axes that the file leaves open.</summary>
    [Fact]
    public void The_mean_of_whole_images_is_a_node_of_its_own()
    {
        var model = NewModel(new ResNet([1, 1, 1, 1], isBottleneck: false, 5, 3, smallImages: true, width: 4), [3, 16, 16]);
        var nodes = model
            .ToOnnx(new() { InputShapes = new Dictionary<string, Shape> { ["image"] = ["batch", 3, "height", "width"] } })
            .Graph.Node.Select(n => n.OpType)
            .ToArray();
        Assert.Contains("GlobalAveragePool", nodes);
        Assert.DoesNotContain("ReduceMean", nodes);
        Assert.DoesNotContain("Shape", nodes);
    }

    [Fact]
    public void What_a_shape_does_not_fit_is_named()
    {
        var vgg = NewModel(new Vgg([1, 1], 5, 1, batchNormalization: false, width: 4, hidden: 8, grid: 3), [1, 32, 32]);
        Assert.Contains("'picture'", Refused(vgg, "picture", ["batch", 1, "height", "width"]), StringComparison.Ordinal);
        Assert.Contains("features.0", Refused(vgg, "image", ["batch", 3, 32, 32]), StringComparison.Ordinal);

        static string Refused(Model model, string input, Shape shape) =>
            Assert
                .Throws<ExportException>(() => model.ToOnnx(new() { InputShapes = new Dictionary<string, Shape> { [input] = shape } }))
                .Message;
    }

    [Fact]
    public void A_copy_and_a_classifier_open_their_axes_too()
    {
        var network = new ResNet([1, 1, 1, 1], isBottleneck: false, 5, 3, smallImages: true, width: 4);
        var classifier = Model.Classifier(network, Value.Input("image", ElementType.Float32, ["batch", 3, 16, 16]), 5);
        var copy = Model.Copy(network, Value.Input("image", ElementType.Float32, ["batch", 3, 16, 16]));
        foreach (var variable in Variables(copy))
            variable.Assign<float>(Array.ConvertAll(variable.ToTensor<float>().ToArray(), w => w * 1.5f));
        var open = new ExportOptions
        {
            IncludeLogits = true, InputShapes = new Dictionary<string, Shape> { ["image"] = ["batch", 3, "height", "width"] },
        };
        var elements = Draw(2 * 3 * 24 * 20);
        foreach (var model in (Model[])[classifier, copy])
        {
            using var session = new OnnxSession(model.ToOnnx(open));
            var again = Model.Copy(network, Value.Input("image", ElementType.Float32, ["batch", 3, 24, 20]));
            foreach (var (from, to) in Variables(model).Zip(Variables(again))) to.Assign<float>(from.ToTensor<float>().ToArray());
            using var function = new Function(again.Inputs, [again.InferenceOutput]);
            Close(
                function.Run(Tensor.Create(elements, [2, 3, 24, 20]))[0].ToArray(),
                session.Run([.. model.Inputs], [new([2, 3, 24, 20], Array.ConvertAll(elements, x => (double)x))])[^1].Items);
        }
    }

    [Fact]
    public void A_network_of_several_outputs_round_trips()
    {
        var model = Trained(new TwoHeads(), [3, 16, 12]);
        Assert.Equal(["output", "features", "edges"], model.Outputs.Select(o => o.Name));
        foreach (var opset in (int[])[13, 17, 21, 26])
            OnnxAssert.Equivalent(model, Data(model, [3, 16, 12], 7), export: new() { Opset = opset });
        var network = new TwoHeads();
        var classifier = Model.Classifier(network, Value.Input("image", ElementType.Float32, ["batch", 3, 16, 12]), 5);
        Assert.Equal(
            ["label", "probabilities", "features", "edges"],
            OnnxAssert.Equivalent(classifier, Data(model, [3, 16, 12], 7)).Outputs.Select(o => o.Name));
        var copy = Model.Copy(network, Value.Input("image", ElementType.Float32, ["batch", 3, 16, 12]));
        Assert.Equal(["output", "features", "edges"], OnnxAssert.Equivalent(copy, Data(copy, [3, 16, 12], 7)).Outputs.Select(o => o.Name));
        var file = copy.ToOnnx(new() { InputShapes = new Dictionary<string, Shape> { ["image"] = ["batch", 3, "height", "width"] } });
        Assert.Equal(
            ["batch", "4", "height", "width"],
            file.Graph.Output.Single(o => o.Name == "edges")
                .Type.TensorType.Shape.Dim.Select(d => d.HasDimParam ? d.DimParam : $"{d.DimValue}"));
    }

    [Fact]
    public void Two_outputs_of_one_name_are_refused() =>
        Assert.Contains(
            "'features'",
            Assert.Throws<ArgumentException>(() => NewModel(new Twice(new TwoHeads()), [3, 16, 12])).Message,
            StringComparison.Ordinal);

    /// <summary>Equal within 1e-4 of the largest number, or of 1.</summary>
    private static void Close(float[] expected, double[] got)
    {
        Assert.Equal(expected.Length, got.Length);
        var scale = Math.Max(1, expected.Max(Math.Abs));
        for (var i = 0; i < got.Length; i++) Assert.Equal(expected[i], got[i], 1e-4 * scale);
    }

    private static Model Trained(Module network, int[] sizes)
    {
        var model = NewModel(network, sizes);
        using var trainer = new Trainer(model, new Sgd(1e-3), new MseLoss(), new() { BatchSize = 3 });
        trainer.Fit(Data(model, sizes, 6), epochs: 1);
        return model;
    }

    private static Model NewModel(Module network, int[] sizes) =>
        new(network, Value.Input("image", ElementType.Float32, ["batch", .. sizes.Select(s => (Dimension)s)]));

    private static IEnumerable<Variable> Variables(Model model) => model.Parameters.Concat(model.Buffers);

    private static Dataset Data(Model model, int[] sizes, int rows)
    {
        nint[] outputs = [rows, .. model.Output.Shape.Skip(1).Select(d => (nint)d.Size)];
        return new(
            [Tensor.Create(Draw(rows * sizes.Aggregate(1, (product, size) => product * size)), [rows, .. sizes.Select(s => (nint)s)])],
            Tensor.Create(Draw((int)outputs.Aggregate((nint)1, (product, size) => product * size)), outputs));
    }

    private static float[] Draw(int count)
    {
        var random = new RandomStream(7, 0, 0);
        return [.. Enumerable.Range(0, count).Select(i => (float)random.Normal((ulong)i))];
    }

    /// <summary>Logits, and by name the features that they are computed from and a map of the image with weights of its own.</summary>
    private sealed class TwoHeads : Module
    {
        private readonly Conv2d _stem = new(3, 4, 3, padding: 1),
            _left = new(4, 4, 3, padding: 1), _right = new(4, 4, 1), _edges = new(4, 4, 3, padding: 1);
        private readonly BatchNorm2d _norm = new(8);
        private readonly Linear _fc = new(8, 5);

        public override Value Forward(Value x)
        {
            x = x.Apply(_stem).Relu();
            var features = Expose(
                "features", Value.Concat(1, x.Apply(_left), x + x.Apply(_right)).Apply(_norm).Relu().AdaptiveAveragePool(1).Flatten());
            Expose("edges", x.Apply(_edges));
            return features.Apply(_fc);
        }
    }

    private sealed class Twice(TwoHeads heads) : Module
    {
        public override Value Forward(Value x) => x.Apply(heads) + x.Apply(heads);
    }
}
