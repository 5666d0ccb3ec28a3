namespace OnnxTrain.Tests.Training;

/// <summary>One linear layer, trained on all rows at once until nothing moves, is the model of the statistics books.</summary>
public sealed class LinearModelTests
{
    private const int Rows = 40, Inputs = 3;
    private const double Tolerance = 1e-8;

    /// <summary>Row-major [40, 3], and one target a row.</summary>
    private static readonly double[] X =
    [
        .. Enumerable.Range(0, Rows * Inputs).Select(i => Math.Sin(1 + (1.7 * i)) + (0.5 * Math.Cos(0.9 * i))),
    ];
    private static readonly double[] Y =
    [
        .. Enumerable.Range(0, Rows).Select(i => (1.5 * At(i, 0)) - (0.7 * At(i, 1)) + (0.2 * At(i, 2)) + 3 + (0.3 * Math.Sin(5 * i))),
    ];
    private static readonly double[] Classes =
    [
        .. Enumerable.Range(0, Rows).Select(i => At(i, 0) - At(i, 1) + (1.5 * Math.Sin(7 * i)) > 0.2 ? 1.0 : 0),
    ];

    [Fact]
    public void Linear_regression_ends_at_the_normal_equations()
    {
        var linear = new Linear(Inputs, 1);
        Train(linear, new MseLoss(), Y, new Sgd(0.1) { Momentum = 0.9 }, steps: 2000);

        // (XᵀX)⁻¹ Xᵀ y with a column of ones for the bias
        AssertClose(Ridge(penalty: 0, hasBias: true), [.. Weights(linear), .. linear.Bias!.ToTensor<double>().ToArray()]);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(2)]
    [InlineData(30)]
    public void Ridge_regression_ends_at_its_closed_form(double penalty)
    {
        // The gradient of the mean of squares and the decay δ vanish together where (2/n) Xᵀ(Xw − y) + δ w = 0: λ = n δ / 2.
        var linear = new Linear(Inputs, 1, bias: false);
        Train(linear, new MseLoss(), Y, new Sgd(0.1) { Momentum = 0.9, WeightDecay = 2 * penalty / Rows }, steps: 2000);
        AssertClose(Ridge(penalty, hasBias: false), Weights(linear));
    }

    [Fact]
    public void The_penalty_of_ridge_regression_shrinks_the_weights()
    {
        var norms = ((double[])[0, 1, 10, 100]).Select(penalty => Ridge(penalty, hasBias: false).Sum(w => w * w)).ToArray();
        Assert.Equal(norms.OrderDescending(), norms);
    }

    [Fact]
    public void Logistic_regression_ends_where_the_gradient_is_zero()
    {
        var linear = new Linear(Inputs, 1);
        Train(linear, new BceWithLogitsLoss(), Classes, new Sgd(1) { Momentum = 0.9 }, steps: 4000);
        double[] w = [.. Weights(linear), .. linear.Bias!.ToTensor<double>().ToArray()];

        // Σ (σ(w · x) − y) x, by hand
        Assert.All(Slope(w), g => Assert.Equal(0, g, 1e-10));
        AssertClose(Newton(), w);
    }

    private static double At(int row, int column) => column == Inputs ? 1 : X[(row * Inputs) + column];

    private static double[] Weights(Linear linear) => linear.Weight.ToTensor<double>().ToArray();

    private static void Train(Linear linear, Loss loss, double[] targets, Optimizer optimizer, int steps)
    {
        var model = new Model(linear, Value.Input("x", ElementType.Float64, ["batch", Inputs]));
        using var step = new TrainingStep<double>(model, loss, optimizer);
        step.Prepare(Rows);
        for (var i = 0; i < steps; i++)
        {
            X.CopyTo(step.Features(0));
            targets.CopyTo(step.Targets);
            step.Run(optimizer.LearningRate);
        }
    }

    /// <summary>(XᵀX + λI)⁻¹ Xᵀ y.</summary>
    private static double[] Ridge(double penalty, bool hasBias)
    {
        var n = Inputs + (hasBias ? 1 : 0);
        var (a, b) = (new double[n, n], new double[n]);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++) a[i, j] = Enumerable.Range(0, Rows).Sum(r => At(r, i) * At(r, j)) + (i == j ? penalty : 0);
            b[i] = Enumerable.Range(0, Rows).Sum(r => At(r, i) * Y[r]);
        }

        return Solve(a, b);
    }

    private static double Probability(double[] w, int row) =>
        1 / (1 + Math.Exp(-Enumerable.Range(0, Inputs + 1).Sum(j => w[j] * At(row, j))));

    private static double[] Slope(double[] w) =>
        [.. Enumerable.Range(0, Inputs + 1).Select(j => Enumerable.Range(0, Rows).Sum(r => (Probability(w, r) - Classes[r]) * At(r, j)))];

    /// <summary>Newton's method, w ← w − (Xᵀ diag(p (1 − p)) X)⁻¹ Xᵀ (p − y).</summary>
    private static double[] Newton()
    {
        var w = new double[Inputs + 1];
        for (var step = 0; step < 20; step++)
        {
            var h = new double[w.Length, w.Length];
            for (var i = 0; i < w.Length; i++)
            {
                for (var j = 0; j < w.Length; j++)
                    h[i, j] = Enumerable.Range(0, Rows).Sum(r => Probability(w, r) * (1 - Probability(w, r)) * At(r, i) * At(r, j));
            }

            w = [.. w.Zip(Solve(h, Slope(w)), (now, change) => now - change)];
        }

        return w;
    }

    /// <summary>Gauss–Jordan elimination with pivots.</summary>
    private static double[] Solve(double[,] a, double[] b)
    {
        var n = b.Length;
        for (var k = 0; k < n; k++)
        {
            var pivot = Enumerable.Range(k, n - k).MaxBy(i => Math.Abs(a[i, k]));
            for (var j = 0; j < n; j++) (a[k, j], a[pivot, j]) = (a[pivot, j], a[k, j]);
            (b[k], b[pivot]) = (b[pivot], b[k]);
            for (var i = 0; i < n; i++)
            {
                if (i == k) continue;
                var factor = a[i, k] / a[k, k];
                for (var j = 0; j < n; j++) a[i, j] -= factor * a[k, j];
                b[i] -= factor * b[k];
            }
        }

        return [.. b.Select((v, k) => v / a[k, k])];
    }

    private static void AssertClose(double[] want, double[] got)
    {
        Assert.Equal(want.Length, got.Length);
        for (var i = 0; i < want.Length; i++) Assert.Equal(want[i], got[i], Tolerance);
    }
}
