using System.Numerics.Tensors;
using OnnxTrain.RoundTrip.Tests.Verification;

namespace OnnxTrain.RoundTrip.Tests.Features;

/// <summary>Every model predicts rows in memory, and its file predicts the same.</summary>
public sealed class PredictTests : IDisposable
{
    private const int Rows = 1500;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_model_of_tensors()
    {
        var model = new Model(new Linear(3, 2), Value.Input("x", ElementType.Float32, ["batch", 3]));
        var (mine, its) = Both(model, Numbers(Rows, 3));

        Assert.Equal(Rows, mine.Count);
        var (weight, bias) = (model.Parameters[0].ToTensor<float>(), model.Parameters[1].ToTensor<float>());
        for (var row = 0; row < Rows; row++)
        {
            for (var j = 0; j < 2; j++)
            {
                var expected = (double)bias[j];
                for (var i = 0; i < 3; i++) expected += (double)weight[j, i] * Number((row * 3) + i);
                Assert.Equal(expected, mine[row].Values[j], 1e-5);
                Assert.Equal(expected, its[row].Values[j], 1e-5);
            }
        }
    }

    [Fact]
    public void A_classifier_of_two_inputs()
    {
        Value[] inputs = [Value.Input("a", ElementType.Float32, ["batch", 2]), Value.Input("b", ElementType.Float64, ["batch", 1])];
        var model = Model.Classifier(new SumBeside(), inputs, ["low", "high"]);
        var b = Tensor.Create([.. Enumerable.Range(0, 9).Select(i => Math.Sin(i))], [9, 1]);

        var (mine, its) = Both(model, Numbers(9, 2), b);

        Assert.Equal(mine.Select(p => p.Label), its.Select(p => p.Label));
        Assert.All(mine, p => Assert.Equal(1, p.Probabilities.Sum(), 1e-6));
        for (var row = 0; row < 9; row++)
            Assert.Equal(Number(2 * row) + Number((2 * row) + 1) > Math.Sin(row) ? "low" : "high", mine[row].Label);
    }

    [Fact]
    public void A_class_for_each_pixel()
    {
        var model = Model.Classifier(new Conv2d(1, 3, 1), Value.Input("x", ElementType.Float32, ["batch", 1, 2, 4]), 3);
        var (mine, its) = Both(model, Tensor.Create([.. Enumerable.Range(0, 40).Select(Number)], [5, 1, 2, 4]));

        foreach (var (a, b) in mine.Zip(its))
        {
            Assert.Null(a.Label);
            Assert.Equal(8, a.Labels.Count);
            Assert.Equal(a.Labels, b.Labels);
            for (var pixel = 0; pixel < 8; pixel++)
            {
                var best = Enumerable.Range(0, 3).MaxBy(c => a.Probabilities[(c * 8) + pixel]);
                Assert.Equal($"{best}", a.Labels[pixel]);
            }
        }
    }

    [Theory]
    [InlineData(ImageAxes.Nhwc, false)]
    [InlineData(ImageAxes.Nchw, false)]
    [InlineData(ImageAxes.Nchw, true)]
    public void Images_of_whatever_size(ImageAxes axes, bool anySize)
    {
        byte[] pixels = [.. Enumerable.Range(0, 6 * 12 * 14 * 3).Select(i => (byte)(i * 37 % 251))];
        var images = Tensor.Create(pixels, [6, 12, 14, 3]);
        var model = ImageModel.Classifier(
            new Dataset(images, [0, 1, 0, 1, 0, 1], 2), ["cat", "dog"], "lenet", new() { Axes = axes, AnySize = anySize });

        var (mine, its) = Both(model, images);

        foreach (var (a, b) in mine.Zip(its)) Assert.Equal(a.Probabilities[0], b.Probabilities[0], 1e-5f);
        using var predictor = new OnnxPredictor(_folder["m.onnx"]);
        var image = new PixelImage(20, 9, 3, pixels[..540]);
        Assert.Equal(model.Predict(image).Probabilities[0], predictor.PredictImages(image, image)[1].Probabilities[0], 1e-5f);
    }

    [Fact]
    public void Wrong_tensors_are_refused_with_what_is_taken()
    {
        var model = new Model(new Linear(3, 2), Value.Input("x", ElementType.Float32, ["batch", 3]));
        model.ExportOnnx(_folder["m.onnx"]);
        using var predictor = new OnnxPredictor(_folder["m.onnx"]);
        var mine = Assert.Throws<ArgumentException>(() => model.Predict(Numbers(2, 3), Numbers(2, 3))).Message;
        Assert.Contains("1 inputs: x: float32[batch, 3]", mine, StringComparison.Ordinal);
        var its = Assert.Throws<ArgumentException>(() => predictor.Predict(Numbers(2, 3), Numbers(2, 3))).Message;
        Assert.Contains("x: float32[batch, 3]", its, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => model.Predict(Numbers(2, 4)));
        Assert.Throws<DataException>(() => predictor.Predict(Numbers(2, 4)));
        Assert.Throws<ArgumentException>(() => model.Predict(Tensor.Create(new byte[6], [2, 3])));
        Assert.Throws<ArgumentException>(() => predictor.Predict(Tensor.Create(new byte[6], [2, 3])));
    }

    private (IReadOnlyList<Prediction> Mine, IReadOnlyList<Prediction> Its) Both(Model model, params IReadOnlyList<RowTensor> rows)
    {
        model.ExportOnnx(_folder["m.onnx"]);
        using var predictor = new OnnxPredictor(_folder["m.onnx"]);
        return (model.Predict(rows), predictor.Predict(rows));
    }

    private static Tensor<float> Numbers(int rows, int width) =>
        Tensor.Create([.. Enumerable.Range(0, rows * width).Select(Number)], [rows, width]);

    private static float Number(int i) => (float)Math.Sin(0.37 * i);

    /// <summary>Logits a₁ + a₂ and b.</summary>
    private sealed class SumBeside : Module
    {
        public override Value Forward(params Value[] inputs) =>
            Value.Concat(1, inputs[0].Sum(keepAxes: true, 1), inputs[1].Cast(ElementType.Float32));
    }
}
