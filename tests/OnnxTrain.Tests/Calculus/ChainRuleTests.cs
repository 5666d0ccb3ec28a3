namespace OnnxTrain.Tests.Calculus;

/// <summary>The chain rule by hand and by the graph.</summary>
public sealed class ChainRuleTests
{
    public static TheoryData<double> Points => [-1.3, -0.4, 0, 0.2, 0.75, 1.1, 1.5];

    private static Value Number(string name) => Value.Input(name, ElementType.Float64, []);

    [Theory, MemberData(nameof(Points))]
    public void A_function_of_a_function(double at)
    {
        // y = sin(½ x²): dy/dx = x cos(½ x²), d²y/dx² = cos(½ x²) − x² sin(½ x²)
        var x = Number("x");
        var y = (0.5 * x * x).Sin();
        var slope = Gradients.Of(y, x)[0];
        using var f = new Function([x], [y, slope, Gradients.Of(slope, x)[0]]);

        var half = 0.5 * at * at;
        AssertClose([Math.Sin(half), at * Math.Cos(half), Math.Cos(half) - (at * at * Math.Sin(half))], f.Run(at));
    }

    [Theory, MemberData(nameof(Points))]
    public void Two_paths_add(double at)
    {
        // y = z₁⁴ e^z₂ + 5 z₁ + 7 z₂ with z₁ = sin x and z₂ = x³:
        // ∂y/∂z₁ = 4 z₁³ e^z₂ + 5, ∂y/∂z₂ = z₁⁴ e^z₂ + 7, dy/dx = ∂y/∂z₁ cos x + ∂y/∂z₂ 3x²
        var x = Number("x");
        Value z1 = x.Sin(), z2 = x * x * x;
        var y = (z1 * z1 * z1 * z1 * z2.Exp()) + (5 * z1) + (7 * z2);
        using var f = new Function([x], Gradients.Of(y, z1, z2, x));

        var (s, e) = (Math.Sin(at), Math.Exp(at * at * at));
        var (by1, by2) = ((4 * s * s * s * e) + 5, (s * s * s * s * e) + 7);
        AssertClose([by1, by2, (by1 * Math.Cos(at)) + (by2 * 3 * at * at)], f.Run(at));
    }

    [Fact]
    public void Where_a_network_branches_the_paths_add()
    {
        // z₁ = σ(w_A x), z₂ = σ(w_B z₁), z₃ = σ(w_C z₁), z₄ = σ(w_D z₂ + w_E z₃), J = ½ (z₄ − t)²
        double[] numbers = [0.7, 0.3, -0.8, 1.2, 0.5, -1.1, 0.9];
        Value[] inputs = [.. new[] { "x", "wA", "wB", "wC", "wD", "wE", "t" }.Select(Number)];
        var (x, wA, wB, wC, wD, wE, t) = (inputs[0], inputs[1], inputs[2], inputs[3], inputs[4], inputs[5], inputs[6]);
        var z1 = (wA * x).Sigmoid();
        Value z2 = (wB * z1).Sigmoid(), z3 = (wC * z1).Sigmoid();
        var z4 = ((wD * z2) + (wE * z3)).Sigmoid();
        var j = 0.5 * (z4 - t) * (z4 - t);
        using var f = new Function(inputs, [z1, z2, z3, z4, .. Gradients.Of(j, z4, z2, z3, z1, wA)]);
        var got = f.Run(numbers);

        var v1 = Sigmoid(numbers[1] * numbers[0]);
        var (v2, v3) = (Sigmoid(numbers[2] * v1), Sigmoid(numbers[3] * v1));
        var v4 = Sigmoid((numbers[4] * v2) + (numbers[5] * v3));
        var by4 = v4 - numbers[6];
        var (by2, by3) = (by4 * v4 * (1 - v4) * numbers[4], by4 * v4 * (1 - v4) * numbers[5]);
        var by1 = (by2 * v2 * (1 - v2) * numbers[2]) + (by3 * v3 * (1 - v3) * numbers[3]);
        AssertClose([v1, v2, v3, v4, by4, by2, by3, by1, by1 * v1 * (1 - v1) * numbers[0]], got);
    }

    [Fact]
    public void What_does_not_depend_on_x_has_the_gradient_zero()
    {
        var (x, other) = (Number("x"), Number("other"));
        using var f = new Function([x, other], Gradients.Of(x.Sin(), x, other));
        AssertClose([Math.Cos(2), 0], f.Run(2, 5));
    }

    [Fact]
    public void Only_floating_point_scalars_have_gradients()
    {
        var x = Value.Input("x", ElementType.Float64, ["batch", 2]);
        var whole = Value.Input("n", ElementType.Int64, []);
        Assert.Contains("not a scalar", Assert.Throws<ShapeException>(() => Gradients.Of(x, x)).Message, StringComparison.Ordinal);
        Assert.Contains("int64", Assert.Throws<ShapeException>(() => Gradients.Of(whole.Identity(), x)).Message, StringComparison.Ordinal);
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static void AssertClose(double[] want, double[] got)
    {
        Assert.Equal(want.Length, got.Length);
        for (var i = 0; i < want.Length; i++) Assert.Equal(want[i], got[i], 1e-12 * Math.Max(1, Math.Abs(want[i])));
    }
}
