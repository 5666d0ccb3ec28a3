using System.Numerics.Tensors;
using OnnxTrain.RoundTrip.Tests.Verification;

namespace OnnxTrain.RoundTrip.Tests.Models;

/// <summary>Hard thresholds in ONNX Runtime, on the threshold too: eighths are exact.</summary>
public class PerceptronTests
{
    private static readonly Dataset Grid = new(
        Tensor.Create(
            [.. Enumerable.Range(0, 17 * 17).SelectMany(i => (float[])[(i / 17 / 8f) - 0.5f, (i % 17 / 8f) - 0.5f])],
            [17 * 17, 2]),
        Tensor.Create(new float[17 * 17], [17 * 17, 1]));

    [Theory]
    [InlineData(PerceptronCoding.Signed)]
    [InlineData(PerceptronCoding.Binary)]
    public void One_perceptron(PerceptronCoding coding)
    {
        var perceptron = new Perceptron(2, coding);
        var model = new Model(perceptron, Value.Input("x", ElementType.Float32, ["batch", 2]));
        perceptron.Weight.Assign<float>([1, -2]);
        perceptron.Bias.Assign<float>([0.5f]);
        Assert.Equal(0, OnnxAssert.Equivalent(model, Grid).LargestAbsolute);
    }

    [Theory]
    [InlineData(PerceptronCoding.Signed, -1.5f)]
    [InlineData(PerceptronCoding.Binary, -2f)]
    public void Three_perceptrons_that_pick_a_band(PerceptronCoding coding, float both)
    {
        var network = new Band(coding);
        var model = new Model(network, Value.Input("x", ElementType.Float32, ["batch", 2]));
        network.Set(both);
        Assert.Equal(0, OnnxAssert.Equivalent(model, Grid).LargestAbsolute);

        // 0.5 ≤ x₁ + x₂ ≤ 1.5 holds (0, 1) and (1, 0), and neither (0, 0) nor (1, 1).
        using var f = new Function(model.Inputs, [model.Output]);
        var x = Grid.Features[0].As<float>().ToArray();
        var answers = f.Run(Grid.Features[0].As<float>())[0].ToArray();
        for (var i = 0; i < answers.Length; i++) Assert.Equal(x[2 * i] + x[(2 * i) + 1] is >= 0.5f and <= 1.5f, answers[i] == 1);
    }

    private sealed class Band(PerceptronCoding coding) : Module
    {
        private readonly Perceptron _a = new(2, coding), _b = new(2, coding), _c = new(2, coding);

        public void Set(float both)
        {
            Set(_a, [1, 1], -0.5f);
            Set(_b, [-1, -1], 1.5f);
            Set(_c, [1, 1], both);
        }

        public override Value Forward(Value x) => Value.Concat(1, x.Apply(_a), x.Apply(_b)).Apply(_c);

        private static void Set(Perceptron perceptron, float[] weight, float bias)
        {
            perceptron.Weight.Assign<float>(weight);
            perceptron.Bias.Assign<float>([bias]);
        }
    }
}
