using System.Numerics.Tensors;

namespace OnnxTrain.Tests.Training;

public class ImageModelTests
{
    /// <summary>
    /// Logits of PyTorch 1.13.0a0 in float64, for two images whose i-th byte is 37 i mod 251, scaled to 0 … 1 and normalized by mean (0.25,
    /// 0.5, 0.375) and deviation (0.5, 0.25, 0.125), by the same layers in nn.Sequential, the i-th weight of the k-th parameter being 0.2
    /// sin(0.7 i + k).
    /// </summary>
    [Theory]
    [InlineData(
        "lenet", 1, 12, 16, 16951, 0.5620406534903896, -1.7834869439160772, 1.5307943487722235, 0.5621034036822187, -1.7838271381287747,
        1.5311597055376878
    )]
    [InlineData(
        "cnn", 3, 8, 10, 69059, 0.8633014953097783, -1.0853859163679198, -0.3953095365795726, 1.779389933650752, -1.3908899508845805,
        -1.2719485863078455
    )]
    public void The_networks_compute_what_they_compute_in_PyTorch(
        string network, int channels, int height, int width, long parameters, params double[] logits)
    {
        var pixels = Tensor.Create(
            [.. Enumerable.Range(0, 2 * height * width * channels).Select(i => (byte)(i * 37 % 251))],
            [2, height, width, channels]);
        double[] mean = [0.25, 0.5, 0.375],
            deviation = [0.5, 0.25, 0.125];
        var model = ImageModel.Classifier(
            new Dataset(pixels, [0, 1], 2),
            ["a", "b", "c"],
            network,
            new() { Mean = mean[..channels], Deviation = deviation[..channels] });
        Assert.Equal(parameters, model.ParameterCount);
        for (var k = 0; k < model.Parameters.Count; k++)
            model
                .Parameters[k]
                .Assign<float>([
                    .. Enumerable.Range(0, (int)model.Parameters[k].Shape.ElementCount).Select(i => (float)(0.2 * Math.Sin((0.7 * i) + k))),
                ]);

        var predictions = model.Predict(pixels);

        for (var row = 0; row < 2; row++)
        {
            double[] powers = [.. logits[(3 * row)..(3 * (row + 1))].Select(Math.Exp)];
            for (var c = 0; c < 3; c++) Assert.Equal(powers[c] / powers.Sum(), predictions[row].Probabilities[c], 2e-5);
            Assert.Equal(network == "lenet" ? "c" : "a", predictions[row].Label);
        }
    }

    /// <summary>61,706 and 1,199,882: the numbers that are given for LeNet-5 and for the network of PyTorch's example for MNIST.</summary>
    [Theory]
    [InlineData("lenet", 61706)]
    [InlineData("CNN", 1199882)]
    public void The_networks_are_those_that_are_known(string network, long parameters) =>
        Assert.Equal(
            parameters,
            new Model(
                ImageNetworks.Create(network, 1, 10, 28, 28), Value.Input("x", ElementType.Float32, ["batch", 1, 28, 28])
            ).ParameterCount);

    /// <summary>Σ 9 · inputs · outputs + 2 · outputs of the convolutions and their normalization, and 129 for each class.</summary>
    [Theory]
    [InlineData(4, 5)]
    [InlineData(64, 33)]
    [InlineData(127, 200)]
    [InlineData(1024, 768)]
    public void The_parameters_of_the_network_for_large_images_do_not_depend_on_their_size(int height, int width)
    {
        int[] widths = [3, 16, 32, 64, 64, 128, 128];
        var expected = widths.Zip(widths.Skip(1), (a, b) => (9 * a * b) + (2 * b)).Sum() + (129 * 10);
        var model = new Model(
            ImageNetworks.Create("compactcnn", 3, 10, height, width), Value.Input("x", ElementType.Float32, ["batch", 3, height, width]));
        Assert.Equal(expected, model.ParameterCount);
        Assert.Equal(283_674, expected);
        var open = new CompactCnn(3, 10, height, width);
        var anySize = Value.Input("x", ElementType.Float32, ["batch", 3, "height", "width"]);
        Assert.Equal("[batch, 10]", new Model(open, anySize).Output.Shape.ToString());
    }

    [Theory]
    [InlineData(8, 8, "cnn")]
    [InlineData(32, 32, "cnn")]
    [InlineData(28, 33, "compactcnn")]
    [InlineData(224, 224, "compactcnn")]
    public void The_default_network_suits_the_size(int height, int width, string network)
    {
        var data = new Dataset(Tensor.Create(new byte[2 * height * width], [2, height, width, 1]), [0, 1], 2);
        Assert.Equal(network, ImageModel.Classifier(data, ["a", "b"]).Network);
    }

    [Fact]
    public void An_unknown_network_lists_what_there_is()
    {
        var message = Assert.Throws<ArgumentException>(() => ImageNetworks.Create("lenet6", 1, 10, 28, 28)).Message;
        Assert.All(ImageNetworks.Names, name => Assert.Contains(name, message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("lenet", 11, 28)]
    [InlineData("lenet", 28, 11)]
    [InlineData("cnn", 5, 28)]
    public void Images_that_are_too_small_are_refused(string network, int height, int width) =>
        Assert.Contains(
            $"the network {network}",
            Assert.Throws<ArgumentException>(() => ImageNetworks.Create(network, 1, 10, height, width)).Message,
            StringComparison.OrdinalIgnoreCase);

    [Theory]
    [InlineData("lenet", 12, 12)]
    [InlineData("lenet", 13, 19)]
    [InlineData("cnn", 6, 6)]
    [InlineData("cnn", 7, 30)]
    [InlineData("compactcnn", 4, 4)]
    [InlineData("compactcnn", 129, 5)]
    public void The_smallest_images_and_odd_ones_do(string network, int height, int width)
    {
        var output = new Model(
            ImageNetworks.Create(network, 3, 4, height, width), Value.Input("x", ElementType.Float32, ["batch", 3, height, width])
        ).Output;
        Assert.Equal("[batch, 4]", output.Shape.ToString());
    }

    /// <summary>
    /// Channels 0, 255, 0, 255 (mean 1/2, deviation 1/2), all 51 (mean 1/5, constant), and 0, 0, 0, 255 (mean 1/4, deviation √3/4).
    /// </summary>
    [Fact]
    public void Mean_and_deviation_are_those_of_each_channel()
    {
        var statistics = new ImageStatistics(3);
        statistics.Add([0, 51, 0, 255, 51, 0]);
        statistics.Add([0, 51, 0, 255, 51, 255]);
        var (mean, deviation) = statistics.Finish();
        double[] means = [0.5, 0.2, 0.25], deviations = [0.5, 1, Math.Sqrt(3) / 4];
        for (var c = 0; c < 3; c++)
        {
            Assert.Equal(means[c], mean[c], 1e-15);
            Assert.Equal(deviations[c], deviation[c], 1e-15);
        }
    }

    [Fact]
    public void Either_layout_predicts_the_same_bits()
    {
        var data = Images(5, 3);
        var last = ImageModel.Classifier(data, ["a", "b"], "lenet", new() { Seed = 3 });
        var first = ImageModel.Classifier(data, ["a", "b"], "lenet", new() { Seed = 3, Axes = ImageAxes.Nchw });

        Assert.Equal("[batch, 12, 13, 3]", last.Inputs[0].Shape.ToString());
        Assert.Equal("[batch, 3, 12, 13]", first.Inputs[0].Shape.ToString());
        Assert.Equal(
            last.Predict(data.Pixels!).SelectMany(p => p.Probabilities),
            first.Predict(data.Pixels!).SelectMany(p => p.Probabilities));
    }

    [Fact]
    public void An_image_is_predicted_like_its_row()
    {
        var data = Images(3, 3);
        var model = ImageModel.Classifier(data, ["a", "b"], "lenet");
        var image = new PixelImage(13, 12, 3, Dataset.Elements(data.Pixels!)[..(12 * 13 * 3)].ToArray());
        var (row, alone) = (model.Predict(data.Pixels!)[0], model.Predict(image));
        for (var c = 0; c < 2; c++)
            Assert.Equal(row.Probabilities[c], alone.Probabilities[c], 1e-6); // a batch of another size is summed in another order
    }

    [Fact]
    public void Training_lowers_the_loss_and_evaluation_counts_all_images()
    {
        var data = Images(40, 1);
        var model = ImageModel.Classifier(data, ["dark", "bright"], "cnn");
        using var trainer = new Trainer(
            model, new Adam(1e-3), options: new() { Seed = 1, BatchSize = 8, Augmentation = new() { Shift = 1 } });
        var history = trainer.Fit(data, 8);
        Assert.True(history.Epochs[^1].TrainingLoss < history.Epochs[0].TrainingLoss);
        var predictions = model.Evaluate(data);
        Assert.Equal(40, predictions.RowCount);
        Assert.Equal(1, new Accuracy().Of(predictions));
    }

    [Fact]
    public void Data_that_do_not_fit_are_refused_in_words()
    {
        var data = Images(4, 3);
        var model = ImageModel.Classifier(data, ["a", "b"], "lenet");
        Refuses("takes [rows, 12, 13, 3]", () => model.Predict(Images(2, 1).Pixels!));
        Refuses(
            "they must be bytes",
            () => ImageModel.Classifier(new Dataset(Tensor.Create(new float[8], [2, 4]), [0, 1], 2), ["a", "b"]));
        Refuses("1 names were given", () => ImageModel.Classifier(data, ["a"]));
        Refuses(
            "2 means and 3 deviations",
            () => ImageModel.Classifier(data, ["a", "b"], "lenet", new() { Mean = [0, 0], Deviation = [1, 1, 1] }));
        Refuses(
            "deviations finite and above 0",
            () => ImageModel.Classifier(data, ["a", "b"], "lenet", new() { Mean = [0, 0, 0], Deviation = [1, 0, 1] }));

        static void Refuses(string words, Action action) =>
            Assert.Contains(words, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);
    }

    /// <summary>Noise of 12 × 13 pixels, bright in every other image.</summary>
    internal static Dataset Images(int rows, int channels)
    {
        var random = new Random(2);
        var length = 12 * 13 * channels;
        byte[] pixels = [.. Enumerable.Range(0, rows * length).Select(i => (byte)(random.Next(100) + (i / length % 2 * 150)))];
        return new(Tensor.Create(pixels, [rows, 12, 13, channels]), [.. Enumerable.Range(0, rows).Select(row => row % 2)], 2);
    }
}
