using System.Numerics.Tensors;
using OnnxTrain.RoundTrip.Tests.Verification;

namespace OnnxTrain.RoundTrip.Tests.Models;

/// <summary>Modules that users write, in ONNX Runtime.</summary>
public class CustomModelTests
{
    private static readonly Dataset Points = Data(40, 6);

    [Fact]
    public void A_residual_module_trained() =>
        OnnxAssert.Equivalent(
            Trained(Model.Classifier(new Residual(6), Value.Input("x", ElementType.Float32, ["batch", 6]), ["p", "q", "r", "s", "t", "u"])),
            Points);

    [Fact]
    public void Class_numbers_give_int64_labels()
    {
        var model = Trained(Model.Classifier(new Linear(6, 6), Value.Input("x", ElementType.Float32, ["batch", 6]), 6));
        var report = OnnxAssert.Equivalent(model, Points);
        Assert.Equal("int64[batch]", report.Outputs[0].Type.ToString());
        Assert.Equal(new(40, 40, 0), report.LabelAgreement);
    }

    [Fact]
    public void Fixed_scaling_is_in_the_file() =>
        OnnxAssert.Equivalent(
            Trained(
                Model.Classifier(
                    new Sequential(
                        Normalize.MinMax(Points.Features[0].As<float>(), -1, 1), new Linear(6, 8), new Relu(), new Normalize([0.5], [2]),
                        new Linear(8, 6)),
                    Value.Input("x", ElementType.Float32, ["batch", 6]), 6)),
            Points);

    [Fact]
    public void Noise_is_gone()
    {
        var model = Trained(
            Model.Classifier(
                new Sequential(new GaussianNoise(0.5), new Linear(6, 16), new Relu(), new GaussianNoise(0.1), new Linear(16, 6)),
                Value.Input("x", ElementType.Float32, ["batch", 6]), 6));
        OnnxAssert.Equivalent(model, Points);
        Assert.Equal(["Gemm", "Relu", "Gemm"], model.ToOnnx().Graph.Node.Select(n => n.OpType).Take(3));
        Assert.DoesNotContain(
            model.ToOnnx().Graph.Node,
            n => n.OpType.Contains("Random", StringComparison.Ordinal) || n.Name.Contains("Noise", StringComparison.Ordinal));
    }

    [Fact]
    public void Dropout_is_gone()
    {
        var model = Trained(
            Model.Classifier(
                new Sequential(new Linear(6, 16), new Relu(), new Dropout(0.4), new Linear(16, 6)),
                Value.Input("x", ElementType.Float32, ["batch", 6]), 6));
        OnnxAssert.Equivalent(model, Points);
        Assert.DoesNotContain(
            model.ToOnnx().Graph.Node,
            n => n.OpType == "Dropout" || n.Name.Contains("Dropout", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_inputs_of_different_widths()
    {
        var model = new Model(
            new Bilinear(6, 3), Value.Input("left", ElementType.Float32, ["batch", 6]),
            Value.Input("right", ElementType.Float32, ["batch", 3]));
        var data = new Dataset([Points.Features[0].As<float>(), Data(40, 3).Features[0]], Tensor.Create(new float[40], [40, 1]));
        OnnxAssert.Equivalent(model, data);
    }

    [Fact]
    public void Shared_weights_are_in_the_file_once()
    {
        var model = new Model(
            new Siamese(6), Value.Input("left", ElementType.Float32, ["batch", 6]),
            Value.Input("right", ElementType.Float32, ["batch", 6]));
        OnnxAssert.Equivalent(
            model, new Dataset([Points.Features[0].As<float>(), Data(40, 6).Features[0]], Tensor.Create(new float[40], [40, 1])));
        Assert.Equal(
            ["encoder.bias", "encoder.weight"],
            model.ToOnnx().Graph.Initializer.Select(t => t.Name).Where(n => n.StartsWith("encoder", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public void Images_are_flattened()
    {
        var model = Model.Classifier(
            new Sequential(new Flatten(), new Linear(12, 3)), Value.Input("image", ElementType.Float32, ["batch", 1, 3, 4]), 3);
        OnnxAssert.Equivalent(model, new Dataset(Tensor.Create(Numbers(120), [10, 1, 3, 4]), new int[10], 3));
        // Data sets may hold them as rows.
        OnnxAssert.Equivalent(model, new Dataset(Tensor.Create(Numbers(120), [10, 12]), new int[10], 3));
    }

    [Fact]
    public void A_network_that_does_nothing() => OnnxAssert.Equivalent(
        new Model(new Identity(), Value.Input("x", ElementType.Float32, ["batch", 6])), Points);

    [Fact]
    public void Large_values_and_a_target_in_large_units()
    {
        var model = Model.Regressor(
            new Linear(6, 2), Value.Input("x", ElementType.Float32, ["batch", 6]), targetMean: 1e9, targetScale: 3e7);
        OnnxAssert.Equivalent(model, Points);
    }

    [Fact]
    public void A_deep_and_wide_network_stays_within_the_tolerance()
    {
        Module[] layers =
        [
            new Linear(6, 256),
            .. Enumerable.Range(0, 12).SelectMany(_ => (Module[])[new Tanh(), new Linear(256, 256)]),
            new Relu(), new Linear(256, 6),
        ];
        var model = Model.Classifier(new Sequential(layers), Value.Input("x", ElementType.Float32, ["batch", 6]), 6);
        Assert.InRange(OnnxAssert.Equivalent(model, Points).LargestAbsolute, 0, 1e-6);
    }

    [Fact]
    public void Inputs_of_the_same_name_are_refused_when_the_model_is_made()
    {
        var message = Assert
            .Throws<ArgumentException>(() =>
                new Model(
                    new Siamese(6), Value.Input("x", ElementType.Float32, ["batch", 6]),
                    Value.Input("x", ElementType.Float32, ["batch", 6])))
            .Message;
        Assert.Contains("'x'", message, StringComparison.Ordinal);
    }

    private static Model Trained(Model model)
    {
        using var trainer = new Trainer(model, new Adam(1e-2f), options: new() { Seed = 3 });
        trainer.Fit(Points, epochs: 3);
        return model;
    }

    private static Dataset Data(int rows, int width) => new(
        Tensor.Create(Numbers(rows * width), [rows, width]), [.. Enumerable.Range(0, rows).Select(i => i % width)], width);

    private static float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(i => MathF.Sin(i * 1.7f) * 2)];

    private sealed class Residual(int width) : Module
    {
        private readonly Linear _first = new(width, width);
        private readonly Linear _second = new(width, width);

        public override Value Forward(Value x) => (x + x.Apply(_first).Relu().Apply(_second)).Relu();
    }

    private sealed class Bilinear(int left, int right) : Module
    {
        private readonly Linear _left = new(left, 4);
        private readonly Linear _right = new(right, 4);

        public override Value Forward(params Value[] inputs) => (inputs[0].Apply(_left) * inputs[1].Apply(_right)).Sum(keepAxes: true, 1);
    }

    private sealed class Siamese(int width) : Module
    {
        private readonly Linear _encoder = new(width, 5);

        public override Value Forward(params Value[] inputs)
        {
            var difference = inputs[0].Apply(_encoder) - inputs[1].Apply(_encoder);
            return (difference * difference).Sum(keepAxes: true, 1);
        }
    }
}
