using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using OnnxTrain.Onnx;
using OnnxTrain.RoundTrip.Tests.Verification;

namespace OnnxTrain.RoundTrip.Tests.Models;

/// <summary>A file that takes images of any size resizes them in ONNX Runtime to the bytes that the library makes of them.</summary>
public sealed class ImageResizeFileTests : IDisposable
{
    private const int Height = 12, Width = 14;

    private static readonly (int Height, int Width)[] Sizes = [(17, 31), (28, 28), (64, 48), (Height, Width), (7, 40), (1, 1), (333, 250)];

    /// <summary>Sizes that shrink to pixels of an even number of lines.</summary>
    private static readonly (int Height, int Width)[] Striped =
    [
        (6 * Height, 6 * Width),
        (10 * Height, 14 * Width),
        (22 * Height, 26 * Width),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(13, ImageAxes.Nhwc, ImageFit.Stretch, 3)]
    [InlineData(17, ImageAxes.Nchw, ImageFit.Crop, 1)]
    [InlineData(17, ImageAxes.Nhwc, ImageFit.Pad, 3)]
    [InlineData(21, ImageAxes.Nchw, ImageFit.Stretch, 3)]
    [InlineData(26, ImageAxes.Nhwc, ImageFit.Crop, 1)]
    public void It_is_verified_at_all_sizes(int opset, ImageAxes axes, ImageFit fit, int channels)
    {
        var model = Model(channels, new() { AnySize = true, Axes = axes, Fit = fit, Seed = 4 });
        model.ExportOnnx(_folder["a.onnx"], new() { Opset = opset });
        foreach (var (height, width) in Sizes)
            OnnxVerifier
                .Verify(model, _folder["a.onnx"], Images(9, height, width, channels), new() { BatchSizes = [1, 3] })
                .ThrowIfDifferent();
    }

    /// <summary>Equal bytes, not only predictions within a tolerance: a pixel that is rounded otherwise is 1 / 255 off.</summary>
    [Theory]
    [InlineData(ImageFit.Stretch)]
    [InlineData(ImageFit.Crop)]
    [InlineData(ImageFit.Pad)]
    public void Its_pixels_are_the_models_to_the_bit(ImageFit fit)
    {
        var model = Model(3, new() { AnySize = true, Fit = fit }, new Bytes());
        model.ExportOnnx(_folder["a.onnx"]);
        Dataset[] sets =
        [
            .. Sizes.Select(size => Images(40, size.Height, size.Width, 3)),
            .. Striped.Select(size => Stripes(size.Height, size.Width)),
        ];
        foreach (var set in sets)
        {
            var report = OnnxVerifier.Verify(
                model, _folder["a.onnx"], set,
                new()
                {
                    BatchSizes = [1, 3], AbsoluteTolerance = 0, RelativeTolerance = 0,
                });
            var pixels = Assert.Single(report.Outputs, o => o.Name == "pixels");
            Assert.True(pixels.Elements >= 40 * Height * Width * 3);
            Assert.Equal((0, 0), (pixels.Differences, pixels.LargestAbsolute));
        }
    }

    [Fact]
    public void Its_input_has_named_axes_and_it_loads_to_the_same_bytes()
    {
        var model = Model(3, new() { AnySize = true, Fit = ImageFit.Crop });
        model.ExportOnnx(_folder["a.onnx"]);
        var input = Assert.Single(OnnxFile.Read(_folder["a.onnx"]).Graph.Input);
        Assert.Equal(["batch", "height", "width", ""], input.Type.TensorType.Shape.Dim.Select(d => d.DimParam));
        Assert.StartsWith($"any size, resized in the file to {Width} × {Height} pixels", model.Metadata["image"], StringComparison.Ordinal);

        var loaded = ImageModel.Load(_folder["a.onnx"]);
        var feature = loaded.Image!;
        Assert.True(feature.AnySize);
        Assert.Equal((Height, Width, ImageFit.Crop), (feature.Height, feature.Width, feature.Fit));
        loaded.ExportOnnx(_folder["b.onnx"]);
        Assert.Equal(File.ReadAllBytes(_folder["a.onnx"]), File.ReadAllBytes(_folder["b.onnx"]));
    }

    [Fact]
    public void It_is_verified_node_by_node()
    {
        var model = Model(3, new() { AnySize = true });
        model.ExportOnnx(_folder["a.onnx"]);
        var report = OnnxVerifier.VerifyNodes(model, _folder["a.onnx"], Images(2, 17, 31, 3));
        Assert.True(report.IsEquivalent, report.ToString());
    }

    [Fact]
    public void Images_that_do_not_fit_are_refused()
    {
        var model = Model(3, new() { AnySize = true });
        model.ExportOnnx(_folder["a.onnx"]);
        var message = Assert.Throws<ArgumentException>(() => OnnxVerifier.Verify(model, _folder["a.onnx"], Images(2, 17, 31, 1))).Message;
        Assert.Contains("[rows, height, width, 3]", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ImageFit.Stretch)]
    [InlineData(ImageFit.Crop)]
    [InlineData(ImageFit.Pad)]
    public void An_image_without_pixels_is_refused_by_the_file_itself(ImageFit fit)
    {
        var model = Model(3, new() { AnySize = true, Fit = fit });
        model.ExportOnnx(_folder["a.onnx"]);
        foreach (var optimized in (bool[])[false, true])
        {
            using var runner = new OrtRunner(_folder["a.onnx"], optimized, ExecutionProvider.Cpu);
            foreach (var (height, width) in ((int, int)[])[(0, 5), (5, 0)])
                Assert.Throws<OnnxRuntimeException>(() =>
                    runner.Run([("image", TensorData.Of<byte>([], [1, height, width, 3]))], ["probabilities"]));
            Assert.Single(runner.Run([("image", TensorData.Of<byte>(new byte[75], [1, 5, 5, 3]))], ["probabilities"]));
        }
    }

    [Fact]
    public void Its_height_and_width_can_be_given_numbers_when_it_is_exported()
    {
        var model = Model(3, new() { AnySize = true, Fit = ImageFit.Crop });
        model.ExportOnnx(_folder["a.onnx"], new() { InputShapes = new Dictionary<string, Shape> { ["image"] = ["batch", 40, 50, 3] } });
        using var runner = new OrtRunner(_folder["a.onnx"], optimize: true, ExecutionProvider.Cpu);
        Assert.Equal("[batch, 40, 50, 3]", runner.Inputs[0].Shape.ToString());
        var pixels = Images(2, 40, 50, 3).Pixels!;

        var found = runner
            .Run([("image", TensorData.Of(Dataset.Elements(pixels), [2, 40, 50, 3]))], ["probabilities"])[0]
            .As<float>()
            .ToArray();

        var expected = model.Predict(pixels).SelectMany(p => p.Probabilities).ToArray();
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found[i], 1e-5f);
    }

    private static DataModel Model(int channels, ImageModelOptions options, Module? network = null)
    {
        var data = Images(24, Height, Width, channels);
        var model = network is null
            ? ImageModel.Classifier(data, ["cat", "dog", "7"], "lenet", options)
            : ImageModel.Classifier(data, ["cat", "dog", "7"], network, options);
        if (network is not null)
            return model;
        using var trainer = new Trainer(model, new Adam(1e-3), options: new() { Seed = 1, BatchSize = 8 });
        trainer.Fit(data, 1);
        return model;
    }

    private static Dataset Images(int rows, int height, int width, int channels)
    {
        var pixels = new byte[rows * height * width * channels];
        new Random(height + width).NextBytes(pixels);
        return new(Tensor.Create(pixels, [rows, height, width, channels]), [.. Enumerable.Range(0, rows).Select(row => row % 3)], 3);
    }

    /// <summary>
    /// Lines that differ by one level from those beside them, so that means lie in the middle of two levels: where an inexact sum would be
    /// rounded by chance.
    /// </summary>
    private static Dataset Stripes(int height, int width)
    {
        const int rows = 40;
        var pixels = new byte[rows * height * width * 3];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (row, y, x, c) = (i / (height * width * 3), i / (width * 3) % height, i / 3 % width, i % 3);
            pixels[i] = (byte)((5 * row) + (c switch { 0 => y % 2, 1 => x % 2, _ => (x + y) % 2 }));
        }

        return new(Tensor.Create(pixels, [rows, height, width, 3]), [.. Enumerable.Range(0, rows).Select(row => row % 3)], 3);
    }

    /// <summary>Shows the pixels that it is given.</summary>
    private sealed class Bytes : Module
    {
        private readonly Linear _logits = new(3 * Height * Width, 3);

        public override Value Forward(Value x)
        {
            Expose("pixels", x);
            return x.Flatten().Apply(_logits);
        }
    }
}
