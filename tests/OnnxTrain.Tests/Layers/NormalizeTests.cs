using System.Numerics.Tensors;

namespace OnnxTrain.Tests.Layers;

/// <summary>Fixed scaling of tensors, by the formulas of scikit-learn.</summary>
public sealed class NormalizeTests
{
    /// <summary>Columns 1, 2, 6 (mean 3, variance 14 / 3), 5, 5, 5 and −4, 0, 4.</summary>
    private static readonly Tensor<float> Rows = Tensor.Create<float>([1, 5, -4, 2, 5, 0, 6, 5, 4], [3, 3]);

    private static readonly double Deviation = Math.Sqrt(14 / 3.0), Spread = Math.Sqrt(32 / 3.0);

    [Fact]
    public void Columns_are_standardized() =>
        AssertRows(Normalize.Standardize(Rows), [-2 / Deviation, 0, -4 / Spread, -1 / Deviation, 0, 0, 3 / Deviation, 0, 4 / Spread]);

    [Fact]
    public void Columns_are_brought_into_a_range()
    {
        AssertRows(Normalize.MinMax(Rows), [0, 0, 0, 0.2, 0, 0.5, 1, 0, 1]);
        AssertRows(Normalize.MinMax(Rows, -1, 1), [-1, -1, -1, -0.6, -1, 0, 1, -1, 1]);
    }

    [Fact]
    public void One_number_is_for_all_places() =>
        AssertRows(new Normalize([1], [2]), [0, 2, -2.5, 0.5, 2, -0.5, 2.5, 2, 1.5]);

    [Fact]
    public void Nothing_of_it_is_learned()
    {
        var model = new Model(
            new Sequential(Normalize.Standardize(Rows), new Linear(3, 2)), Value.Input("x", ElementType.Float32, ["batch", 3]));
        Assert.Equal(["1.weight", "1.bias"], model.Parameters.Select(p => p.Name));
    }

    [Fact]
    public void Misuse_is_refused()
    {
        Assert.Contains(
            "2 centers and 1 scales",
            Assert.Throws<ArgumentException>(() => new Normalize([1, 2], [1])).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Normalize([1], [0]));
        Assert.Throws<ArgumentException>(() => Normalize.MinMax(Rows, 1, 1));
        Assert.Throws<ArgumentException>(() => Normalize.Standardize(Tensor.Create<float>([float.NaN, 1], [2, 1])));
        Assert.Contains(
            "length 3", Assert
                .Throws<ShapeException>(() => Value.Input("x", ElementType.Float32, ["batch", 4]).Apply(Normalize.Standardize(Rows)))
                .Message,
            StringComparison.Ordinal);
    }

    private static void AssertRows(Normalize layer, double[] expected)
    {
        foreach (var type in (ElementType[])[ElementType.Float32, ElementType.Float64])
        {
            var x = Value.Input("x", type, ["batch", 3]);
            using var function = new Function([x], [x.Apply(layer)]);
            double[] actual = type == ElementType.Float64
                ? [.. function.Run(Tensor.Create<double>([.. Rows.ToArray().Select(v => (double)v)], [3, 3]))[0]]
                : [.. function.Run(Rows)[0].ToArray().Select(v => (double)v)];
            for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-6);
        }
    }
}
