using System.Numerics.Tensors;

namespace OnnxTrain.Tests.Layers;

public sealed class PerceptronTests
{
    /// <summary>The corners of the unit square.</summary>
    private static readonly Tensor<float> Corners = Tensor.Create([0f, 0, 0, 1, 1, 0, 1, 1], [4, 2]);

    public static TheoryData<PerceptronCoding> Codings => [PerceptronCoding.Signed, PerceptronCoding.Binary];

    [Theory]
    [InlineData(PerceptronCoding.Signed, -1)]
    [InlineData(PerceptronCoding.Binary, 0)]
    public void The_threshold_itself_counts_as_one(PerceptronCoding coding, float low)
    {
        var (perceptron, model) = New(2, coding);
        perceptron.Weight.Assign<float>([1, -2]);
        perceptron.Bias.Assign<float>([0.5f]);
        Assert.Equal([1, 1, low], Answers(model, Tensor.Create([0.5f, 0.5f, 1.5f, 0.5f, 0.5f, 0.5001f], [3, 2])));
    }

    [Fact]
    public void The_rule_is_that_of_the_blackboard()
    {
        // η = 0.5, ±1: w = (0, 0), b = 0 answers +1 to (2, 1), which is −1: w += 0.5 · (−2) · (2, 1) = (−2, −1), b = −1.
        // It then answers −1 to (1, 3), which is +1: w += 0.5 · 2 · (1, 3) = (−1, 2), b = 0. (−1, 1) is answered +1, rightly.
        var (perceptron, _) = New(2, PerceptronCoding.Signed);
        var mistakes = perceptron.Fit(Tensor.Create([2f, 1, 1, 3, -1, 1], [3, 2]), Tensor.Create([-1f, 1, 1]), rate: 0.5, epochs: 1);
        Assert.Equal([2], mistakes);
        Assert.Equal([-1f, 2], perceptron.Weight.ToTensor<float>().ToArray());
        Assert.Equal([0f], perceptron.Bias.ToTensor<float>().ToArray());
    }

    [Theory, MemberData(nameof(Codings))]
    public void It_learns_what_a_line_parts(PerceptronCoding coding)
    {
        foreach (
            var gate in (bool[][])
                [
                    [false, false, false, true],
                    [false, true, true, true],
                    [true, true, true, false],
                    [true, true, false, true],
                ])
        {
            var (perceptron, model) = New(2, coding);
            var targets = Coded(gate, coding);
            Assert.Equal(0, perceptron.Fit(Corners, Tensor.Create(targets))[^1]);
            Assert.Equal(targets, Answers(model, Corners));
        }
    }

    [Theory, MemberData(nameof(Codings))]
    public void It_never_learns_what_no_line_parts(PerceptronCoding coding)
    {
        var (perceptron, _) = New(2, coding);
        var mistakes = perceptron.Fit(Corners, Tensor.Create(Coded([false, true, true, false], coding)), epochs: 1000);
        Assert.Equal(1000, mistakes.Count);
        Assert.DoesNotContain(0, mistakes);
    }

    [Fact]
    public void Mistakes_stay_within_the_bound_of_Novikoff()
    {
        // Rows at a distance of γ at least from a plane of unit normal u through the origin, within a ball of radius R, both
        // measured with the bias as a further input of 1: at most (R / γ)² mistakes in all.
        var random = new Random(5);
        double[] u = [0.6, -0.64, 0.48];
        List<double[]> rows = [];
        while (rows.Count < 200)
        {
            double[] x = [(4 * random.NextDouble()) - 2, (4 * random.NextDouble()) - 2];
            if (Math.Abs((u[0] * x[0]) + (u[1] * x[1]) + u[2]) >= 0.1) rows.Add(x);
        }

        var radius = rows.Max(x => Math.Sqrt((x[0] * x[0]) + (x[1] * x[1]) + 1));
        var targets = rows.Select(x => (u[0] * x[0]) + (u[1] * x[1]) + u[2] > 0 ? 1f : -1f).ToArray();
        var margin = rows.Min(x => Math.Abs((u[0] * x[0]) + (u[1] * x[1]) + u[2]));
        var (perceptron, _) = New(2, PerceptronCoding.Signed);
        var mistakes = perceptron.Fit(
            Tensor.Create([.. rows.SelectMany(x => x).Select(v => (float)v)], [200, 2]),
            Tensor.Create(targets), epochs: 100_000);
        Assert.Equal(0, mistakes[^1]);
        Assert.InRange(mistakes.Sum(), 1, radius * radius / (margin * margin));
    }

    [Theory, MemberData(nameof(Codings))]
    public void Three_classify_what_one_cannot(PerceptronCoding coding)
    {
        // Each learns its gate by the rule: h_A = or, h_B = nand, h_C = h_A and h_B. Together they are xor.
        var network = new ThreePerceptrons(coding);
        var model = new Model(network, Value.Input("x", ElementType.Float32, ["batch", 2]));
        Assert.Equal(0, network.A.Fit(Corners, Tensor.Create(Coded([false, true, true, true], coding)))[^1]);
        Assert.Equal(0, network.B.Fit(Corners, Tensor.Create(Coded([true, true, true, false], coding)))[^1]);
        var hidden = Coded([false, false, false, true, true, false, true, true], coding);
        Assert.Equal(0, network.C.Fit(Tensor.Create(hidden, [4, 2]), Tensor.Create(Coded([false, false, false, true], coding)))[^1]);

        Assert.Equal(Coded([false, true, true, false], coding), Answers(model, Corners));
    }

    [Fact]
    public void It_learns_in_float64_too()
    {
        var perceptron = new Perceptron(2, PerceptronCoding.Binary);
        _ = new Model(perceptron, Value.Input("x", ElementType.Float64, ["batch", 2]));
        Assert.Equal(0, perceptron.Fit(Corners, Tensor.Create([0f, 0, 0, 1]), rate: 0.1)[^1]);
        Assert.Equal(ElementType.Float64, perceptron.Weight.ElementType);
    }

    [Fact]
    [InvariantCulture]
    public void What_does_not_fit_is_refused_in_words()
    {
        var (perceptron, model) = New(2, PerceptronCoding.Signed);
        Assert.Contains(
            "-1 or 1",
            Assert.Throws<ArgumentException>(() => perceptron.Fit(Corners, Tensor.Create([0f, 1, 1, 1]))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "3 targets",
            Assert.Throws<ArgumentException>(() => perceptron.Fit(Corners, Tensor.Create([1f, 1, 1]))).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => perceptron.Fit(Corners, Tensor.Create([1f, 1, 1, 1]), rate: 0));
        Assert.Throws<InvalidOperationException>(() => new Perceptron(2).Fit(Corners, Tensor.Create([1f, 1, 1, 1])));
        Assert.All(model.Output.Sum().Gradient(perceptron.Weight), g => Assert.Equal(perceptron.Weight.Shape, g.Shape));
    }

    private static (Perceptron Perceptron, Model Model) New(int inputs, PerceptronCoding coding)
    {
        var perceptron = new Perceptron(inputs, coding);
        return (perceptron, new(perceptron, Value.Input("x", ElementType.Float32, ["batch", inputs])));
    }

    private static float[] Coded(bool[] answers, PerceptronCoding coding) =>
        [.. answers.Select(a => a ? 1f : coding == PerceptronCoding.Signed ? -1 : 0)];

    private static float[] Answers(Model model, Tensor<float> x)
    {
        using var f = new Function(model.Inputs, [model.Output]);
        return f.Run(x)[0].ToArray();
    }

    private sealed class ThreePerceptrons(PerceptronCoding coding) : Module
    {
        public Perceptron A { get; } = new(2, coding);

        public Perceptron B { get; } = new(2, coding);

        public Perceptron C { get; } = new(2, coding);

        public override Value Forward(Value x) => Value.Concat(1, x.Apply(A), x.Apply(B)).Apply(C);
    }
}
