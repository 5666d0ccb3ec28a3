using System.Numerics.Tensors;

namespace OnnxTrain.Tests.Training;

/// <summary>Models that take images of any size resize them as <see cref="PixelImage.Resize"/> does the training images.</summary>
public class ImageResizeTests
{
    private const int Height = 12, Width = 13;

    public static TheoryData<int, int, ImageFit> Sizes { get; } = Cases();

    /// <summary>Weights are rounded to 2⁻¹⁶, so a sum that lies near the middle of two bytes may go to the other one.</summary>
    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_graph_resizes_as_PixelImage_does_to_a_level(int height, int width, ImageFit fit)
    {
        foreach (var (channels, axes) in ((int, ImageAxes)[])[(1, ImageAxes.Nhwc), (3, ImageAxes.Nchw)])
        {
            var model = ImageModel.Classifier(
                ImageModelTests.Images(4, channels),
                ["a", "b"],
                "lenet",
                new()
                {
                    AnySize = true, Fit = fit, Axes = axes,
                });
            var image = Image(height, width, channels);
            var expected = image.Resize(Width, Height, fit).Pixels;
            var found = Resized(model, image);
            Assert.Equal(expected.Length, found.Length);
            var different = 0;
            for (var i = 0; i < found.Length; i++)
            {
                Assert.True(Math.Abs(expected[i] - found[i]) <= 1, $"element {i}: {expected[i]} and {found[i]}");
                if (expected[i] != found[i]) different++;
            }

            Assert.True(different <= found.Length / 30, $"{different} of {found.Length} elements differ");
        }
    }

    [Theory]
    [InlineData(ImageFit.Stretch)]
    [InlineData(ImageFit.Crop)]
    [InlineData(ImageFit.Pad)]
    public void An_image_of_the_models_size_stays_as_it_is(ImageFit fit)
    {
        var model = ImageModel.Classifier(ImageModelTests.Images(4, 3), ["a", "b"], "lenet", new() { AnySize = true, Fit = fit });
        var image = Image(Height, Width, 3);
        Assert.Equal(image.Pixels, Resized(model, image));
    }

    /// <summary>Half the size: lines of 1, 3, 3 and 1 eighths, and at the edge of 3, 3 and 1 sevenths.</summary>
    [Fact]
    public void What_shrinks_is_a_mean_of_all_pixels()
    {
        var data = ImageModelTests.Images(4, 1);
        var model = ImageModel.Classifier(data, ["a", "b"], "lenet", new() { AnySize = true });
        var pixels = new byte[2 * Height * 2 * Width];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)(i / (2 * Width) % 2 == 0 ? 0 : 240); // every other line
        var found = Resized(model, new(2 * Width, 2 * Height, 1, pixels));
        Assert.All(found[Width..^Width], pixel => Assert.Equal(120, pixel));
        Assert.All(found[..Width], pixel => Assert.Equal(103, pixel)); // 240 · 3 / 7: the lines 0, 240 and 0
        Assert.All(found[^Width..], pixel => Assert.Equal(137, pixel)); // 240 · 4 / 7: 240, 0 and 240, the last two by 3
    }

    [Fact]
    public void Training_is_that_of_a_model_of_one_size()
    {
        var data = ImageModelTests.Images(16, 3);
        Assert.Equal(Weights(new() { Seed = 2 }), Weights(new() { Seed = 2, AnySize = true }));

        float[] Weights(ImageModelOptions options)
        {
            var model = ImageModel.Classifier(data, ["a", "b"], "lenet", options);
            using var trainer = new Trainer(
                model, new Adam(1e-3), options: new() { Seed = 1, BatchSize = 8, Augmentation = new() { Shift = 1 } });
            trainer.Fit(data, 2);
            return [.. model.Parameters.SelectMany(p => p.ToTensor<float>().ToArray())];
        }
    }

    [Fact]
    public void Images_of_any_size_are_predicted_one_by_one_and_in_rows()
    {
        var model = ImageModel.Classifier(
            ImageModelTests.Images(4, 3),
            ["a", "b"],
            "lenet",
            new() { AnySize = true, Axes = ImageAxes.Nchw });
        var (wide, tall) = (Image(17, 31, 3), Image(64, 48, 3));
        var rows = Tensor.Create([.. wide.Pixels, .. wide.Pixels], [2, 17, 31, 3]);
        foreach (var row in model.Predict(rows)) AssertClose(model.Predict(wide), row);

        // The same pixels by another way: the network is that of a model of one size.
        var fixedSize = ImageModel.Classifier(ImageModelTests.Images(4, 3), ["a", "b"], "lenet");
        var resized = new PixelImage(Width, Height, 3, Resized(model, tall));
        AssertClose(fixedSize.Predict(resized), model.Predict(tall));

        static void AssertClose(Prediction expected, Prediction found)
        {
            for (var c = 0; c < 2; c++) Assert.Equal(expected.Probabilities[c], found.Probabilities[c], 1e-6);
        }
    }

    [Theory]
    [InlineData(0, 5, 3)]
    [InlineData(5, 0, 3)]
    [InlineData(5, 5, 1)]
    public void Images_without_pixels_or_of_other_channels_are_refused(int height, int width, int channels)
    {
        var model = ImageModel.Classifier(ImageModelTests.Images(4, 3), ["a", "b"], "lenet", new() { AnySize = true });
        var images = Tensor.Create(new byte[2 * height * width * channels], [2, height, width, channels]);
        var message = Assert.Throws<ArgumentException>(() => model.Predict(images)).Message;
        Assert.Contains($"[2, {height}, {width}, {channels}]", message, StringComparison.Ordinal);
        Assert.Contains("[rows, height, width, 3] with a height and a width of 1 or more", message, StringComparison.Ordinal);
    }

    /// <summary>The bytes that the graph makes of an image for the network.</summary>
    internal static byte[] Resized(DataModel model, PixelImage image)
    {
        using var evaluator = new Evaluator(model.Inputs, model.Features);
        return (byte[])evaluator.Run([model.Image!.ToRaw(image.Pixels, 1, image.Height, image.Width)])[0].Elements;
    }

    private static TheoryData<int, int, ImageFit> Cases()
    {
        var cases = new TheoryData<int, int, ImageFit>();
        foreach (
            var (height, width) in ((int, int)[])
                [(1, 1), (1, 40), (40, 1), (5, 7), (12, 26), (24, 13), (17, 31), (28, 28), (64, 48), (97, 24), (24, 97), (500, 333)])
        {
            foreach (var fit in Enum.GetValues<ImageFit>()) cases.Add(height, width, fit);
        }

        return cases;
    }

    private static PixelImage Image(int height, int width, int channels)
    {
        var pixels = new byte[height * width * channels];
        new Random((height * 1000) + width).NextBytes(pixels);
        return new(width, height, channels, pixels);
    }
}
