using System.Numerics.Tensors;

namespace OnnxTrain.Tests.Calculus;

/// <summary>Jacobians and their products against central differences in float64.</summary>
public sealed class JacobianTests
{
    private const double Step = 1e-5;

    private readonly Value _x = Value.Input("x", ElementType.Float64, [2, 3]);
    private readonly Value _v = Value.Input("v", ElementType.Float64, [2, 3]);
    private readonly Value _u = Value.Input("u", ElementType.Float64, [2, 2]);
    private readonly Value _y;

    public JacobianTests()
    {
        var weight = Value.Constant<double>([0.3, -0.7, 1.1, 0.9, 0.2, -0.4], [3, 2]);
        _y = (_x.MatMul(weight).Tanh() * _x.Sin().Sum(keepAxes: true, 1)) + _x.Softmax().Slice(1, 0, 2);
    }

    [Fact]
    public void The_matrix_is_that_of_central_differences()
    {
        var jacobian = Jacobian.Of(_y, _x);
        Assert.Equal("float64[2, 2, 2, 3]", jacobian.Type.ToString());
        AssertClose(Differences(), Run(jacobian));
    }

    [Fact]
    public void The_product_with_a_vector_is_that_of_the_matrix()
    {
        var want = Enumerable.Range(0, 4).Select(i => Enumerable.Range(0, 6).Sum(j => Differences()[(i * 6) + j] * Vector.ToArray()[j]));
        AssertClose([.. want], Run(Jacobian.TimesVector(_y, _x, _v)));
    }

    [Fact]
    public void The_product_with_the_transpose_is_that_of_the_matrix()
    {
        var want = Enumerable.Range(0, 6).Select(j => Enumerable.Range(0, 4).Sum(i => Differences()[(i * 6) + j] * Weights.ToArray()[i]));
        AssertClose([.. want], Run(Jacobian.TransposeTimesVector(_y, _x, _u)));
    }

    [Fact]
    public void A_linear_map_has_its_matrix_as_Jacobian()
    {
        var x = Value.Input("x", ElementType.Float64, [1, 3]);
        var y = x.Linear(Value.Constant<double>([1, 2, 3, 4, 5, 6], [2, 3])).Reshape([2]);
        using var f = new Function([x], [Jacobian.Of(y, x)]);
        Assert.Equal([1, 2, 3, 4, 5, 6], f.Run(Tensor.Create([7.0, 8, 9], [1, 3]))[0].ToArray());
    }

    [Fact]
    public void Products_take_any_number_of_rows_and_the_matrix_does_not()
    {
        var x = Value.Input("x", ElementType.Float64, ["batch", 2]);
        using var f = new Function([x], [Jacobian.TimesVector(x * x, x, x)]);
        Assert.Equal([2, 8, 18, 32, 50, 72], f.Run(Tensor.Create([1.0, 2, 3, 4, 5, 6], [3, 2]))[0].ToArray());
        Assert.Contains("batch", Assert.Throws<ShapeException>(() => Jacobian.Of(x, x)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "[batch, 2]",
            Assert.Throws<ShapeException>(() => Jacobian.TimesVector(x, x, _v)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "[2, 3]",
            Assert.Throws<ShapeException>(() => Jacobian.TransposeTimesVector(x, x, _v)).Message,
            StringComparison.Ordinal);
    }

    private static Tensor<double> Point => Tensor.Create([0.1, -0.6, 1.2, 0.8, -1.5, 0.4], [2, 3]);

    private static Tensor<double> Vector => Tensor.Create([0.5, -1, 0.25, 2, 0.75, -0.5], [2, 3]);

    private static Tensor<double> Weights => Tensor.Create([1.5, -0.5, 0.3, 2.0], [2, 2]);

    private double[] Run(Value value)
    {
        using var f = new Function([_x, _v, _u], [value]);
        return f.Run(Point, Vector, Weights)[0].ToArray();
    }

    /// <summary>(y(x + h) − y(x − h)) / 2h, a row for each element of y.</summary>
    private double[] Differences()
    {
        using var f = new Function([_x], [_y]);
        var matrix = new double[4 * 6];
        for (var j = 0; j < 6; j++)
        {
            var (above, below) = (At(j, Step), At(j, -Step));
            for (var i = 0; i < 4; i++) matrix[(i * 6) + j] = (above[i] - below[i]) / (2 * Step);
        }

        return matrix;

        double[] At(int j, double h)
        {
            var x = Point.ToArray();
            x[j] += h;
            return f.Run(Tensor.Create(x, [2, 3]))[0].ToArray();
        }
    }

    private static void AssertClose(double[] want, double[] got)
    {
        Assert.Equal(want.Length, got.Length);
        for (var i = 0; i < want.Length; i++) Assert.Equal(want[i], got[i], 1e-9);
    }
}
