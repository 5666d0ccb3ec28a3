using System.Numerics.Tensors;
using OnnxTrain.Onnx;
using OnnxTrain.RoundTrip.Tests.Verification;

namespace OnnxTrain.RoundTrip.Tests.Models;

/// <summary>The file of an image model takes pixels as they are, computes the same in ONNX Runtime, and is the model.</summary>
public sealed class ImageModelFileTests : IDisposable
{
    private const int Height = 12, Width = 14;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("lenet", 1, ImageAxes.Nhwc)]
    [InlineData("lenet", 3, ImageAxes.Nchw)]
    [InlineData("cnn", 3, ImageAxes.Nhwc)]
    [InlineData("cnn", 1, ImageAxes.Nchw)]
    public void It_is_verified_loads_to_the_same_bits_and_writes_the_same_bytes(string network, int channels, ImageAxes axes)
    {
        var data = Images(channels);
        var model = ImageModel.Classifier(data, ["cat", "dog", "7"], network, new() { Axes = axes, Fit = ImageFit.Crop, Seed = 4 });
        using (var trainer = new Trainer(model, new Adam(1e-3), options: new() { Seed = 1, BatchSize = 8 })) trainer.Fit(data, 2);
        model.ExportOnnx(_folder["a.onnx"]);

        OnnxVerifier.Verify(model, _folder["a.onnx"], data).ThrowIfDifferent();
        var loaded = ImageModel.Load(_folder["a.onnx"]);
        var image = loaded.Image!;
        Assert.Equal(
            (network, Height, Width, channels, axes, ImageFit.Crop),
            (loaded.Network, image.Height, image.Width, image.Channels, image.Axes, image.Fit));
        Assert.Equal(["cat", "dog", "7"], loaded.Classes);
        Assert.Equal(Probabilities(model, data), Probabilities(loaded, data));
        loaded.ExportOnnx(_folder["b.onnx"]);
        Assert.Equal(File.ReadAllBytes(_folder["a.onnx"]), File.ReadAllBytes(_folder["b.onnx"]));
        OnnxVerifier.Verify(loaded, _folder["a.onnx"], data).ThrowIfDifferent();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_with_folded_batch_normalization_loads_to_the_model_that_it_computes(bool bias)
    {
        var data = Images(3);
        var model = ImageModel.Classifier(data, ["a", "b", "c"], new Normalized(bias), new());
        using (var trainer = new Trainer(model, new Adam(1e-2), options: new() { Seed = 1, BatchSize = 8 })) trainer.Fit(data, 3);
        model.ExportOnnx(_folder["a.onnx"]);
        Assert.DoesNotContain("BatchNormalization", OnnxFile.Read(_folder["a.onnx"]).Graph.Node.Select(n => n.OpType));

        var loaded = ImageModel.Load(_folder["a.onnx"], new Normalized(bias));
        OnnxVerifier.Verify(loaded, _folder["a.onnx"], data).ThrowIfDifferent();
        foreach (var (before, after) in Probabilities(model, data).Zip(Probabilities(loaded, data)))
            Assert.Equal(before, after, 1e-5f);
        using (var trainer = new Trainer(loaded, new Adam(1e-2), options: new() { Seed = 1, BatchSize = 8 }))
            Assert.True(double.IsFinite(trainer.Fit(data, 1).Epochs[0].TrainingLoss));

        model.ExportOnnx(_folder["b.onnx"], new() { FoldBatchNormalization = false });
        Assert.Equal(Probabilities(model, data), Probabilities(ImageModel.Load(_folder["b.onnx"], new Normalized(bias)), data));
    }

    [Theory]
    [InlineData(13)]
    [InlineData(21)]
    [InlineData(26)]
    public void Any_opset_does(int opset)
    {
        var data = Images(3);
        var model = ImageModel.Classifier(data, ["0", "1", "2"], "cnn", new() { Axes = ImageAxes.Nchw });
        model.ExportOnnx(_folder["a.onnx"], new() { Opset = opset });
        OnnxVerifier.Verify(model, _folder["a.onnx"], data).ThrowIfDifferent();
    }

    [Fact]
    public void Nothing_is_done_outside_of_the_file()
    {
        var data = Images(3);
        var model = ImageModel.Classifier(data, ["a", "b", "c"], "lenet");
        var input = Assert.Single(model.ToOnnx().Graph.Input);
        Assert.Equal((int)TensorProto.Types.DataType.Uint8, input.Type.TensorType.ElemType);
        Assert.Equal(
            ["a,b,c", $"{Width} × {Height} pixels, red, green and blue, 0 to 255"],
            [model.Metadata["classes"], model.Metadata["image"]]);
    }

    [Fact]
    public void A_network_of_ones_own_is_given_again_when_loading()
    {
        var data = Images(1);
        var model = ImageModel.Classifier(data, ["a", "b", "c"], Network());
        model.ExportOnnx(_folder["a.onnx"]);
        OnnxVerifier.Verify(model, _folder["a.onnx"], data).ThrowIfDifferent();

        Assert.Contains(
            "give DataModel.Load the network",
            Assert.Throws<DataException>(() => ImageModel.Load(_folder["a.onnx"])).Message,
            StringComparison.Ordinal);
        Assert.Equal(Probabilities(model, data), Probabilities(ImageModel.Load(_folder["a.onnx"], Network()), data));
        Assert.Contains(
            "weights '1.weight'",
            Assert.Throws<DataException>(() => ImageModel.Load(_folder["a.onnx"], Network(4))).Message,
            StringComparison.Ordinal);

        static Sequential Network(int hidden = 3) => new(new Flatten(), new Linear(Height * Width, hidden), new Linear(hidden, 3));
    }

    [Fact]
    public void What_is_no_file_of_images_is_refused()
    {
        new Model(new Linear(2, 2), Value.Input("x", ElementType.Float32, ["batch", 2])).ExportOnnx(_folder["a.onnx"]);
        Assert.Contains(
            "is not a model of a table or of images",
            Assert.Throws<DataException>(() => ImageModel.Load(_folder["a.onnx"])).Message,
            StringComparison.Ordinal);

        var model = ImageModel.Classifier(Images(1), ["a", "b", "c"], "lenet");
        model.Metadata["onnxtrain.model"] = model
            .Metadata["onnxtrain.model"]
            .Replace("\"height\":12", "\"height\":2", StringComparison.Ordinal);
        model.ExportOnnx(_folder["b.onnx"]);
        Assert.Contains(
            "is invalid",
            Assert.Throws<DataException>(() => ImageModel.Load(_folder["b.onnx"])).Message,
            StringComparison.Ordinal);
        model.Metadata["onnxtrain.model"] = "{}";
        model.ExportOnnx(_folder["b.onnx"]);
        Assert.Contains(
            "cannot be read",
            Assert.Throws<DataException>(() => ImageModel.Load(_folder["b.onnx"])).Message,
            StringComparison.Ordinal);
    }

    private static float[] Probabilities(DataModel model, Dataset data) =>
        [.. model.Predict(data.Pixels!).SelectMany(p => p.Probabilities)];

    private static Dataset Images(int channels)
    {
        const int rows = 24;
        var pixels = new byte[rows * Height * Width * channels];
        new Random(6).NextBytes(pixels);
        return new(Tensor.Create(pixels, [rows, Height, Width, channels]), [.. Enumerable.Range(0, rows).Select(row => row % 3)], 3);
    }

    private sealed class Normalized(bool bias) : Module
    {
        private readonly Conv2d _first = new(3, 4, 3, padding: 1, bias: bias), _second = new(4, 4, 3, groups: 2, bias: bias);
        private readonly BatchNorm2d _firstNorm = new(4), _secondNorm = new(4);
        private readonly Linear _logits = new(4, 3);

        public override Value Forward(Value x) =>
            x.Apply(_first)
                .Apply(_firstNorm)
                .Relu()
                .Apply(_second)
                .Apply(_secondNorm)
                .Relu()
                .AdaptiveAveragePool(1)
                .Flatten()
                .Apply(_logits);
    }
}
