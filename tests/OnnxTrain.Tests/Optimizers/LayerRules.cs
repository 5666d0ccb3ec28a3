namespace OnnxTrain.Tests.Optimizers;

/// <summary>A parameter as a plain array of rows, for rules written a second time in loops.</summary>
/// <param name="Values">Its elements, row after row.</param>
/// <param name="Rows">The length of its first axis.</param>
/// <param name="Rank">The number of its axes.</param>
internal sealed record PlainParameter(double[] Values, int Rows, int Rank)
{
    public double Norm => NormOf(Values);

    public static double NormOf(double[] x) => Math.Sqrt(x.Sum(v => v * v));
}

/// <summary>
/// Orthogonalized momentum, as a user writes it: matrices by five Newton-Schulz steps (Jordan, 2024, "Muon"), vectors by the gradient
/// alone.
/// </summary>
internal sealed class MuonLike(double rate) : Optimizer(rate)
{
    public const double A = 3.4445, B = -4.7750, C = 2.0315;

    public override Value Update(Value parameter, Value gradient, OptimizerState state)
    {
        if (parameter.Rank != 2) return parameter - (state.LearningRate * gradient);
        var m = state["m"] = (0.9 * state["m"]) + gradient;
        var x = m / ((m * m).Sum().Sqrt() + 1e-7);
        for (var i = 0; i < 5; i++)
        {
            var square = x.MatMul(x.Transpose(1, 0));
            x = (A * x) + ((B * square) + (C * square.MatMul(square))).MatMul(x);
        }

        return parameter - (state.LearningRate * x);
    }

    /// <summary>The same in loops; <paramref name="m"/> is kept.</summary>
    public static double[] Step(PlainParameter p, double[] g, double[] m, double rate)
    {
        if (p.Rank != 2) return [.. p.Values.Zip(g, (v, d) => v - (rate * d))];
        for (var i = 0; i < m.Length; i++) m[i] = (0.9 * m[i]) + g[i];
        var (n, k, norm) = (p.Rows, p.Values.Length / p.Rows, PlainParameter.NormOf(m));
        double[] x = [.. m.Select(v => v / (norm + 1e-7))];
        for (var step = 0; step < 5; step++)
        {
            var square = Product(x, Transposed(x, n, k), n, k, n);
            var quartic = Product(square, square, n, n, n);
            var mixed = square.Zip(quartic, (s, q) => (B * s) + (C * q)).ToArray();
            x = [.. Product(mixed, x, n, n, k).Zip(x, (d, v) => (A * v) + d)];
        }

        return [.. p.Values.Zip(x, (v, d) => v - (rate * d))];
    }

    private static double[] Product(double[] a, double[] b, int n, int k, int m)
    {
        var c = new double[n * m];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < m; j++)
            {
                for (var l = 0; l < k; l++) c[(i * m) + j] += a[(i * k) + l] * b[(l * m) + j];
            }
        }

        return c;
    }

    private static double[] Transposed(double[] a, int n, int k) => [.. Enumerable.Range(0, n * k).Select(i => a[(i % n * k) + (i / n)])];
}

/// <summary>g / |g|: 0 / 0 where nothing is.</summary>
internal sealed class SignByDivision(double rate) : Optimizer(rate)
{
    public override Value Update(Value parameter, Value gradient, OptimizerState state) =>
        parameter - (state.LearningRate * gradient / gradient.Abs());
}

/// <summary>Scales by the running largest norm of the parameter's own gradients, a scalar that each parameter keeps.</summary>
internal sealed class NormMemory(double rate) : Optimizer(rate)
{
    public override Value Update(Value parameter, Value gradient, OptimizerState state)
    {
        var norm = (gradient * gradient).Sum().Sqrt().Cast(ElementType.Float64);
        var largest = state.Scalar("largest", old => Value.Max(old, norm));
        return parameter - (state.LearningRate * gradient / largest.Cast(gradient.ElementType));
    }
}
