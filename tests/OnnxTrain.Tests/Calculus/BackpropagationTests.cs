using System.Numerics.Tensors;

namespace OnnxTrain.Tests.Calculus;

/// <summary>Backpropagation as it is written on a blackboard is what the graph does.</summary>
public sealed class BackpropagationTests
{
    private const double Tolerance = 1e-14;

    /// <summary>Units of the input and of the three layers.</summary>
    private static readonly int[] Units = [4, 5, 3, 2];

    public static TheoryData<string> Activations => ["sigmoid", "tanh", "relu"];

    /// <summary>
    /// aₗ = Wₗ zₗ₋₁ + bₗ, zₗ = f(aₗ), J = ½ ‖z₃ − t‖²: δ₃ = (z₃ − t) ∘ f′(a₃), δₗ = (Wₗ₊₁ᵀ δₗ₊₁) ∘ f′(aₗ),
    /// ∂J/∂Wₗ = δₗ zₗ₋₁ᵀ and ∂J/∂bₗ = δₗ.
    /// </summary>
    [Theory, MemberData(nameof(Activations))]
    public void The_recursion_of_deltas_gives_the_gradient_of_the_graph(string name)
    {
        var (f, derivative, inGraph) = Activation(name);
        double[] x = Wave(4, 0), target = Wave(2, 1);
        double[][] weights = [.. Enumerable.Range(1, 3).Select(l => Wave(Units[l] * Units[l - 1], 1 + l))];
        double[][] biases = [.. Enumerable.Range(1, 3).Select(l => Wave(Units[l], 5 + l))];

        // Forward, then backward, in plain loops.
        List<double[]> z = [x], a = [];
        for (var l = 0; l < 3; l++)
        {
            a.Add([.. Times(weights[l], z[l]).Zip(biases[l], (p, b) => p + b)]);
            z.Add([.. a[l].Select(f)]);
        }

        var deltas = new double[3][];
        deltas[2] = [.. z[3].Select((v, i) => (v - target[i]) * derivative(a[2][i]))];
        for (var l = 1; l >= 0; l--)
            deltas[l] = [.. TransposeTimes(weights[l + 1], deltas[l + 1]).Select((v, i) => v * derivative(a[l][i]))];

        // The same network as a graph, one row to a batch.
        var input = Value.Input("x", ElementType.Float64, [1, 4]);
        var goal = Value.Input("t", ElementType.Float64, [1, 2]);
        Value[] w = [.. Enumerable.Range(1, 3).Select(l => Value.Input($"w{l}", ElementType.Float64, [Units[l], Units[l - 1]]))];
        Value[] b = [.. Enumerable.Range(1, 3).Select(l => Value.Input($"b{l}", ElementType.Float64, [Units[l]]))];
        var sums = new Value[3];
        var output = input;
        for (var l = 0; l < 3; l++) output = inGraph(sums[l] = output.Linear(w[l], b[l]));
        var loss = 0.5 * ((output - goal) * (output - goal)).Sum();
        using var gradients = new Function([input, goal, .. w, .. b], Gradients.Of(loss, [.. sums, .. w, .. b]));
        var got = gradients.Run([
            Row(x), Row(target),
            .. weights.Select((v, l) => Tensor.Create(v, [Units[l + 1], Units[l]])),
            .. biases.Select(v => Tensor.Create(v)),
        ]);

        for (var l = 0; l < 3; l++)
        {
            AssertClose(deltas[l], got[l]);
            AssertClose([.. deltas[l].SelectMany(d => z[l].Select(v => d * v))], got[3 + l]);
            AssertClose(deltas[l], got[6 + l]);
        }
    }

    private static (Func<double, double> F, Func<double, double> Derivative, Func<Value, Value> InGraph) Activation(string name) =>
        name switch
        {
            "sigmoid" => (Sigmoid, x => Sigmoid(x) * (1 - Sigmoid(x)), x => x.Sigmoid()),
            "tanh" => (Math.Tanh, x => 1 - (Math.Tanh(x) * Math.Tanh(x)), x => x.Tanh()),
            _ => (x => Math.Max(0, x), x => x > 0 ? 1 : 0, x => x.Relu()),
        };

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double[] Wave(int count, int k) => [.. Enumerable.Range(0, count).Select(i => Math.Sin(1 + (0.7 * k) + (1.3 * i)))];

    private static Tensor<double> Row(double[] x) => Tensor.Create(x, [1, x.Length]);

    private static double[] Times(double[] w, double[] x) =>
        [.. Enumerable.Range(0, w.Length / x.Length).Select(i => x.Select((v, j) => w[(i * x.Length) + j] * v).Sum())];

    private static double[] TransposeTimes(double[] w, double[] d) =>
        [.. Enumerable.Range(0, w.Length / d.Length).Select(j => d.Select((v, i) => w[(i * (w.Length / d.Length)) + j] * v).Sum())];

    private static void AssertClose(double[] want, Tensor<double> got)
    {
        var elements = got.ToArray();
        Assert.Equal(want.Length, elements.Length);
        for (var i = 0; i < want.Length; i++) Assert.Equal(want[i], elements[i], Tolerance);
    }
}
