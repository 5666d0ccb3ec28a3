using System.Numerics.Tensors;
using OnnxTrain.Kernels;
using OnnxTrain.Onnx;
using OnnxTrain.RoundTrip.Tests.Ops;
using OnnxTrain.RoundTrip.Tests.Verification;
using OnnxTrain.Tests.Ops;

namespace OnnxTrain.RoundTrip.Tests.Models;

/// <summary>A class for each pixel: the models, and the loss that they are trained with, in ONNX Runtime.</summary>
public sealed class PixelModelTests
{
    private static readonly int[] Opsets = [13, 17, 21, 26];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_network_trained_on_pixels_round_trips(bool named)
    {
        var input = Value.Input("image", ElementType.Float32, ["batch", 1, 12, 20]);
        var network = new UNet(1, 3, width: 4, depth: 2);
        var model = named ? Model.Classifier(network, input, ["ground", "square", "disc"]) : Model.Classifier(network, input, 3);
        var data = new Dataset(
            Tensor.Create(Draw(6 * 240), [6, 1, 12, 20]),
            Tensor.Create([.. Enumerable.Range(0, 6 * 240).Select(i => i % 7 == 0 ? 255f : i / 5 % 3)], [6, 12, 20]));
        using var trainer = new Trainer(model, new Adam(1e-2), new CrossEntropyLoss { IgnoreIndex = 255 }, new() { BatchSize = 3 });
        trainer.Fit(data, epochs: 2);
        foreach (var opset in Opsets)
        {
            var report = OnnxAssert.Equivalent(
                model, data,
                new() { AbsoluteTolerance = 1e-5, BatchSizes = [1, 3] },
                new() { Opset = opset });
            Assert.Equal(
                [named ? "string[batch, 12, 20]" : "int64[batch, 12, 20]", "float32[batch, 3, 12, 20]"],
                report.Outputs.Select(o => o.Type.ToString()));
            Assert.Equal(6, report.LabelAgreement!.Equal + report.LabelAgreement.Ties);
        }
    }

    /// <summary>
    /// The logits 0 and x/2 at every pixel, and in the file 0 and 10⁻⁷ − x/2: other labels, and no difference where x is 0.
    /// </summary>
    [Fact]
    public void Labels_that_tie_at_some_pixels_are_told_from_others()
    {
        using var folder = new TemporaryFolder();
        var model = Model.Classifier(new Conv2d(1, 2, 1), Value.Input("image", ElementType.Float32, ["batch", 1, 3, 2]), 2);
        foreach (var parameter in model.Parameters) parameter.Assign<float>(parameter.Name == "weight" ? [0, 0.5f] : [0, 0]);
        var pixels = new float[18];
        var data = new Dataset(Tensor.Create(pixels, [3, 1, 3, 2]), Tensor.Create(new float[18], [3, 3, 2]));
        model.ExportEdited(folder["tie.onnx"], file =>
        {
            file.Initializer("bias").SetFloat(1, _ => 1e-7f);
            file.Initializer("weight").SetFloat(1, _ => -0.5f);
        });
        var report = OnnxVerifier.Verify(model, folder["tie.onnx"], data);
        Assert.True(report.IsEquivalent, report.ToString());
        Assert.Equal(new(3, 0, 3), report.LabelAgreement);

        // Now the last pixel of the second image is another class by far, and all others still tie.
        pixels[11] = 1;
        report = OnnxVerifier.Verify(
            model, folder["tie.onnx"], new Dataset(Tensor.Create(pixels, [3, 1, 3, 2]), Tensor.Create(new float[18], [3, 3, 2])));
        Assert.False(report.IsEquivalent);
        Assert.Equal(new(3, 0, 2), report.LabelAgreement);
    }

    [Theory]
    [InlineData(Reduction.Mean, 0.0, false)]
    [InlineData(Reduction.Mean, 0.3, true)]
    [InlineData(Reduction.Sum, 0.3, false)]
    [InlineData(Reduction.BatchMean, 0.0, true)]
    public void The_loss_and_its_gradient_are_those_of_the_file(Reduction reduction, double smoothing, bool hasWeights)
    {
        var loss = new CrossEntropyLoss
        {
            IgnoreIndex = -100, LabelSmoothing = smoothing, Reduction = reduction, Weight = hasWeights ? [0.5, 2, 1] : null,
        };
        Value[] inputs =
        [
            Value.Input("x", ElementType.Float32, ["batch", 3, 4, "width"]), Value.Input("t", ElementType.Int64, ["batch", 4, "width"]),
        ];
        var sum = loss.Of(inputs[0], inputs[1]);
        Value[] outputs = [sum, .. sum.Gradient(inputs[0])];
        foreach (var opset in Opsets)
        {
            using var session = new OnnxSession(GraphExporter.Write("pixels", inputs, [.. outputs.Select((o, i) => ($"y{i}", o))], opset));
            foreach (var (batch, width) in (ReadOnlySpan<(int, int)>)[(1, 5), (3, 2), (7, 1)])
            {
                var places = batch * 4 * width;
                Nd x = new([batch, 3, 4, width], Array.ConvertAll(Draw(3 * places), v => (double)v)),
                    t = new([batch, 4, width], [.. Enumerable.Range(0, places).Select(i => i % 5 == 1 ? -100.0 : i * 7 % 3)]);
                using var evaluator = new Evaluator(inputs, outputs);
                var expected = evaluator.Run([
                    TensorData.Of<float>(Array.ConvertAll(x.Items, v => (float)v), [batch, 3, 4, width]),
                    TensorData.Of<long>(Array.ConvertAll(t.Items, c => (long)c), [batch, 4, width]),
                ]);
                var got = session.Run(inputs, [x, t]);
                for (var o = 0; o < outputs.Length; o++)
                {
                    var wanted = expected[o].As<float>();
                    Assert.Equal(wanted.Length, got[o].Items.Length);
                    for (var i = 0; i < wanted.Length; i++)
                        Assert.Equal(wanted[i], got[o].Items[i], 1e-5 * Math.Max(1, Math.Abs(wanted[i])));
                }
            }
        }
    }

    private static float[] Draw(int count)
    {
        var random = new RandomStream(9, 0, 0);
        return [.. Enumerable.Range(0, count).Select(i => (float)random.Normal((ulong)i))];
    }
}
