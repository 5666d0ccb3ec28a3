using System.Reflection;

namespace OnnxTrain.Tests.Graphs;

/// <summary>First values: their moments, their bounds, and what becomes of a network that starts from zeros.</summary>
public sealed class InitializerTests
{
    private const int Rows = 200, Columns = 300;

    private static readonly Dictionary<string, Row> Factories = new()
    {
        [nameof(Initializer.Zeros)] = new(Initializer.Zeros, 0, 0, 0),
        [nameof(Initializer.Ones)] = new(Initializer.Ones, 1, 0, 1),
        [nameof(Initializer.Constant)] = new(Initializer.Constant(-0.5), -0.5, 0, 0.5),
        [nameof(Initializer.Uniform)] = new(Initializer.Uniform(-0.7, 0.7), 0, 0.49 / 3, 0.7),
        [nameof(Initializer.Normal)] = new(Initializer.Normal(2, 0.01), 2, 1e-4, double.PositiveInfinity),
        [nameof(Initializer.LeCunUniform)] = new(Initializer.LeCunUniform(Columns), 0, 1.0 / Columns, Math.Sqrt(3.0 / Columns)),
        [nameof(Initializer.LeCunNormal)] = new(Initializer.LeCunNormal(Columns), 0, 1.0 / Columns, double.PositiveInfinity),
        [nameof(Initializer.HeUniform)] = new(Initializer.HeUniform(Columns), 0, 2.0 / Columns, Math.Sqrt(6.0 / Columns)),
        [nameof(Initializer.HeNormal)] = new(Initializer.HeNormal(Columns), 0, 2.0 / Columns, double.PositiveInfinity),
        [nameof(Initializer.GlorotUniform)] = new(
            Initializer.GlorotUniform(Columns, Rows), 0, 2.0 / (Rows + Columns), Math.Sqrt(6.0 / (Rows + Columns))),
        [nameof(Initializer.GlorotNormal)] = new(
            Initializer.GlorotNormal(Columns, Rows), 0, 2.0 / (Rows + Columns), double.PositiveInfinity),
        [nameof(Initializer.Orthogonal)] = new(Initializer.Orthogonal(), 0, 1.0 / Columns, 1),
    };

    public static TheoryData<string> Names => [.. Factories.Keys];

    [Fact]
    public void Every_initializer_has_a_row()
    {
        var factories = typeof(Initializer)
            .GetMembers(BindingFlags.Public | BindingFlags.Static)
            .Where(m =>
                m is PropertyInfo { PropertyType: var p }
                    ? p == typeof(Initializer)
                    : m is MethodInfo { IsSpecialName: false } f && f.ReturnType == typeof(Initializer))
            .Select(m => m.Name)
            .Distinct()
            .ToList();
        Assert.Contains(nameof(Initializer.Orthogonal), factories);
        Assert.Empty(factories.Except(Factories.Keys));
    }

    /// <summary>Mean and variance of 60,000 numbers within five standard errors; that of the variance is at most √(2/n) of it.</summary>
    [Theory, MemberData(nameof(Names))]
    public void Moments_and_bounds_are_those_of_the_formula(string name)
    {
        var (initializer, mean, variance, bound) = Factories[name];
        var values = Draw(initializer, [Rows, Columns], seed: 5);
        var average = values.Average();
        Assert.Equal(mean, average, 5 * Math.Sqrt(variance / values.Length) + 1e-15);
        Assert.Equal(variance, values.Average(v => (v - average) * (v - average)), 5 * variance * Math.Sqrt(2.0 / values.Length));
        Assert.All(values, v => Assert.InRange(Math.Abs(v), 0, bound));
    }

    [Theory, MemberData(nameof(Names))]
    public void The_seed_decides(string name)
    {
        var (initializer, _, variance, _) = Factories[name];
        Assert.Equal(Draw(initializer, [6, 4], seed: 9), Draw(initializer, [6, 4], seed: 9));
        if (variance > 0) Assert.NotEqual(Draw(initializer, [6, 4], seed: 9), Draw(initializer, [6, 4], seed: 10));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 5)]
    [InlineData(4, 9)]
    [InlineData(9, 4)]
    [InlineData(120, 120)]
    public void The_shorter_sides_of_an_orthogonal_matrix_are_orthonormal(int rows, int columns)
    {
        const double gain = 1.5;
        var w = Draw(Initializer.Orthogonal(gain), [rows, columns], seed: 3);
        var count = Math.Min(rows, columns);
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < count; j++)
            {
                var dot = Enumerable.Range(0, Math.Max(rows, columns)).Sum(k => rows <= columns
                    ? w[(i * columns) + k] * w[(j * columns) + k]
                    : w[(k * columns) + i] * w[(k * columns) + j]);
                Assert.Equal(i == j ? gain * gain : 0, dot, 1e-13);
            }
        }
    }

    [Fact]
    public void Orthogonal_filters_are_a_matrix_of_the_first_axis_by_the_others() =>
        Assert.Equal(Draw(Initializer.Orthogonal(), [4, 18], seed: 1), Draw(Initializer.Orthogonal(), [4, 2, 3, 3], seed: 1));

    [Fact]
    public void Misuse_is_refused()
    {
        Assert.Contains(
            "[4]",
            Assert.Throws<ShapeException>(() => Draw(Initializer.Orthogonal(), [4], seed: 1)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Initializer.HeNormal(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Initializer.GlorotNormal(3, -1));
    }

    /// <summary>Units that start alike get like gradients, so they stay alike: a hidden layer of zeros is one unit at best.</summary>
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    public void Hidden_units_that_start_alike_stay_alike(double start)
    {
        var (first, last) = Trained(Initializer.Constant(start));
        var weights = first.Weight.ToTensor<double>().ToArray();
        for (var unit = 1; unit < 8; unit++) Assert.Equal(weights[..2], weights[(2 * unit)..((2 * unit) + 2)]);
        if (start == 0) Assert.All(weights, w => Assert.Equal(0, w));
        if (start == 0) Assert.All(last.Weight.ToTensor<double>().ToArray(), w => Assert.Equal(0, w));
    }

    [Fact]
    public void Hidden_units_that_start_at_random_become_different()
    {
        var weights = Trained(Initializer.Uniform(-0.7, 0.7)).First.Weight.ToTensor<double>().ToArray();
        Assert.Equal(8, Enumerable.Range(0, 8).Select(unit => (weights[2 * unit], weights[(2 * unit) + 1])).Distinct().Count());
        Assert.All(weights, w => Assert.NotEqual(0, w));
    }

    /// <summary>XOR by two layers without biases, so that tanh of a zero start is zero throughout.</summary>
    private static (Linear First, Linear Last) Trained(Initializer initializer)
    {
        var (first, last) = (new Linear(2, 8, bias: false, initializer), new Linear(8, 1, bias: false, initializer));
        var model = new Model(new Sequential(first, new Tanh(), last), Value.Input("x", ElementType.Float64, ["batch", 2]));
        using var step = new TrainingStep<double>(model, new MseLoss(), new Adam(0.05));
        step.Prepare(4);
        ((double[])[-1, -1, -1, 1, 1, -1, 1, 1]).CopyTo(step.Features(0));
        ((double[])[-1, 1, 1, -0.5]).CopyTo(step.Targets);
        for (var i = 0; i < 50; i++) step.Run(0.05);
        return (first, last);
    }

    private static double[] Draw(Initializer initializer, Shape shape, ulong seed)
    {
        var values = new double[shape.ElementCount];
        initializer.Fill<double>(values, shape, new(seed, step: 0, stream: 0));
        return values;
    }

    private sealed record Row(Initializer Initializer, double Mean, double Variance, double Bound);
}
