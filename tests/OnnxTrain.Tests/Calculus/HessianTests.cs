using System.Numerics.Tensors;

namespace OnnxTrain.Tests.Calculus;

/// <summary>Hessians and their products against central differences of the gradient, in float64.</summary>
public sealed class HessianTests
{
    private const double Step = 1e-5;

    private static readonly int[][] Sizes =
    [
        [4, 3],
        [4],
        [2, 4],
        [2],
    ];
    private readonly Value[] _weights =
    [
        .. Sizes.Select((sizes, i) => Value.Input($"w{i}", ElementType.Float64, [.. sizes.Select(s => (Dimension)s)])),
    ];
    private readonly Value[] _vectors =
    [
        .. Sizes.Select((sizes, i) => Value.Input($"v{i}", ElementType.Float64, [.. sizes.Select(s => (Dimension)s)])),
    ];
    private readonly Value _loss;

    public HessianTests()
    {
        var x = Value.Constant<double>(Wave(5 * 3, 20), [5, 3]);
        var labels = Value.Constant<long>([0, 1, 1, 0, 1], [5]);
        _loss = new CrossEntropyLoss().Of(x.Linear(_weights[0], _weights[1]).Tanh().Linear(_weights[2], _weights[3]), labels);
    }

    [Fact]
    public void The_product_with_a_vector_is_the_change_of_the_gradient_along_it()
    {
        Tensor<double>[] at = Tensors(0), along = Tensors(9);
        using var product = new Function([.. _weights, .. _vectors], Hessian.TimesVector(_loss, _weights, _vectors));
        using var gradient = new Function(_weights, Gradients.Of(_loss, _weights));
        var got = product.Run([.. at, .. along]);
        Tensor<double>[] above = gradient.Run(Moved(at, along, Step)), below = gradient.Run(Moved(at, along, -Step));
        for (var k = 0; k < Sizes.Length; k++)
        {
            double[] want = [.. above[k].ToArray().Zip(below[k].ToArray(), (a, b) => (a - b) / (2 * Step))];
            AssertClose(want, got[k].ToArray(), 1e-9);
        }
    }

    [Fact]
    public void The_matrix_is_symmetric_and_its_products_are_those_without_it()
    {
        using var f = new Function(
            [.. _weights, .. _vectors],
            [Hessian.Of(_loss, _weights[0]), Hessian.TimesVector(_loss, [_weights[0]], [_vectors[0]])[0]]);
        var got = f.Run([.. Tensors(0), .. Tensors(9)]);
        double[] matrix = got[0].ToArray(), v = Wave(12, 9);
        AssertClose(matrix, [.. Enumerable.Range(0, 144).Select(i => matrix[(i % 12 * 12) + (i / 12)])], 1e-15);
        AssertClose(
            [.. Enumerable.Range(0, 12).Select(i => Enumerable.Range(0, 12).Sum(j => matrix[(i * 12) + j] * v[j]))],
            got[1].ToArray(), 1e-14);
    }

    [Fact]
    public void A_quadratic_form_has_its_matrix_as_Hessian()
    {
        // ½ xᵀ A x with A symmetric
        var x = Value.Input("x", ElementType.Float64, [2]);
        var a = Value.Constant<double>([3, -1, -1, 5], [2, 2]);
        var row = x.Reshape([1, 2]);
        var f = 0.5 * (row.MatMul(a) * row).Sum();
        using var h = new Function([x], [Hessian.Of(f, x)]);
        Assert.Equal([3, -1, -1, 5], h.Run(Tensor.Create([0.7, -2.5]))[0].ToArray());
    }

    [Fact]
    public void A_vector_computed_from_x_counts_as_constant()
    {
        // H · ∇f for f = Σ x³: 6x · 3x²
        var x = Value.Input("x", ElementType.Float64, [2]);
        var f = (x * x * x).Sum();
        using var h = new Function([x], Hessian.TimesVector(f, [x], [Gradients.Of(f, x)[0]]));
        AssertClose([18, 144], h.Run(Tensor.Create([1.0, 2]))[0].ToArray(), 1e-12);
    }

    [Fact]
    public void Every_value_needs_its_vector()
    {
        Assert.Throws<ArgumentException>(() => Hessian.TimesVector(_loss, _weights, [_vectors[0]]));
        Assert.Contains(
            "float64[4]",
            Assert.Throws<ShapeException>(() => Hessian.TimesVector(_loss, [_weights[0]], [_vectors[1]])).Message,
            StringComparison.Ordinal);
    }

    private static double[] Wave(int count, int k) => [.. Enumerable.Range(0, count).Select(i => Math.Sin(1 + (0.7 * k) + (1.3 * i)))];

    private static Tensor<double>[] Tensors(int k) =>
        [.. Sizes.Select((sizes, i) => NewTensor(Wave(sizes.Aggregate((a, b) => a * b), k + i), sizes))];

    private static Tensor<double>[] Moved(Tensor<double>[] at, Tensor<double>[] along, double h) =>
        [.. Sizes.Select((sizes, i) => NewTensor([.. at[i].ToArray().Zip(along[i].ToArray(), (a, v) => a + (h * v))], sizes))];

    private static Tensor<double> NewTensor(double[] elements, int[] sizes) =>
        Tensor.Create(elements, [.. sizes.Select(s => (nint)s)]);

    private static void AssertClose(double[] want, double[] got, double tolerance)
    {
        Assert.Equal(want.Length, got.Length);
        for (var i = 0; i < want.Length; i++) Assert.Equal(want[i], got[i], tolerance);
    }
}
