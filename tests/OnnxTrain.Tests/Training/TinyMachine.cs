namespace OnnxTrain.Tests.Training;

/// <summary>
/// A restricted Boltzmann machine of few units in plain loops over all states, from p(v, h) = exp(b · v + c · h + h · W v) / Z: the numbers
/// that the graph's formulas and samplers have to meet.
/// </summary>
internal sealed class TinyMachine(double[] weight, double[] visibleBias, double[] hiddenBias)
{
    public int Visible => visibleBias.Length;

    public int Hidden => hiddenBias.Length;

    /// <summary>Every state of as many units.</summary>
    public static IEnumerable<double[]> States(int units) =>
        Enumerable.Range(0, 1 << units).Select(bits => Enumerable.Range(0, units).Select(i => (double)((bits >> i) & 1)).ToArray());

    public static TinyMachine Of(RestrictedBoltzmannMachine machine) =>
        machine.Weight.ElementType == ElementType.Float64
            ? new(
                machine.Weight.ToTensor<double>().ToArray(), machine.VisibleBias.ToTensor<double>().ToArray(),
                machine.HiddenBias.ToTensor<double>().ToArray())
            : new(Wide(machine.Weight), Wide(machine.VisibleBias), Wide(machine.HiddenBias));

    /// <summary>exp(−E(v, h)).</summary>
    public double Unnormalized(double[] v, double[] h)
    {
        var exponent = v.Zip(visibleBias, (a, b) => a * b).Sum() + h.Zip(hiddenBias, (a, b) => a * b).Sum();
        for (var j = 0; j < Hidden; j++)
        {
            for (var i = 0; i < Visible; i++) exponent += h[j] * weight[(j * Visible) + i] * v[i];
        }

        return Math.Exp(exponent);
    }

    /// <summary>Σₕ exp(−E(v, h)).</summary>
    public double Unnormalized(double[] v) => States(Hidden).Sum(h => Unnormalized(v, h));

    /// <summary>p(v) of every visible state.</summary>
    public double[] Distribution()
    {
        double[] all = [.. States(Visible).Select(Unnormalized)];
        return [.. all.Select(p => p / all.Sum())];
    }

    /// <summary>p(hⱼ = 1 | v) from the joint probabilities.</summary>
    public double[] HiddenGiven(double[] v) =>
        [.. Enumerable.Range(0, Hidden).Select(j => States(Hidden).Sum(h => h[j] * Unnormalized(v, h)) / Unnormalized(v))];

    /// <summary>p(vᵢ = 1 | h) from the joint probabilities.</summary>
    public double[] VisibleGiven(double[] h) =>
        [
            .. Enumerable
                .Range(0, Visible)
                .Select(i => States(Visible).Sum(v => v[i] * Unnormalized(v, h)) / States(Visible).Sum(v => Unnormalized(v, h))),
        ];

    /// <summary>p(v' | v) after one Gibbs step.</summary>
    public double Transition(double[] from, double[] to) =>
        States(Hidden)
            .Sum(h => Unnormalized(from, h) / Unnormalized(from) * (Unnormalized(to, h) / States(Visible).Sum(v => Unnormalized(v, h))));

    /// <summary>The mean ln p(v) of rows.</summary>
    public double LogLikelihood(IReadOnlyList<double[]> rows)
    {
        var logZ = Math.Log(States(Visible).Sum(Unnormalized));
        return rows.Average(v => Math.Log(Unnormalized(v)) - logZ);
    }

    /// <summary>Means of (hⱼ vᵢ, vᵢ, hⱼ) where v has the given probabilities, laid out as W, b, c.</summary>
    public double[] Statistics(IEnumerable<(double[] V, double P)> distribution)
    {
        var sums = new double[(Hidden * Visible) + Visible + Hidden];
        foreach (var (v, p) in distribution)
        {
            var h = HiddenGiven(v);
            for (var j = 0; j < Hidden; j++)
            {
                for (var i = 0; i < Visible; i++) sums[(j * Visible) + i] += p * h[j] * v[i];
                sums[(Hidden * Visible) + Visible + j] += p * h[j];
            }

            for (var i = 0; i < Visible; i++) sums[(Hidden * Visible) + i] += p * v[i];
        }

        return sums;
    }

    /// <summary>The gradient of −mean ln p(v): means under the model less means under the data.</summary>
    public double[] Gradient(IReadOnlyList<double[]> rows) =>
        Difference(States(Visible).Zip(Distribution()), rows);

    /// <summary>What CD-1 has on average: means one Gibbs step from the data less means of the data.</summary>
    public double[] ExpectedDivergence(IReadOnlyList<double[]> rows) =>
        Difference(States(Visible).Select(to => (to, rows.Average(from => Transition(from, to)))), rows);

    private double[] Difference(IEnumerable<(double[] V, double P)> negative, IReadOnlyList<double[]> rows) =>
        [.. Statistics(negative).Zip(Statistics(rows.Select(v => (v, 1.0 / rows.Count))), (model, data) => model - data)];

    private static double[] Wide(Variable variable) => Array.ConvertAll(variable.ToTensor<float>().ToArray(), x => (double)x);
}
