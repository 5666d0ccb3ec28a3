using OnnxTrain.Tests.Ops;

namespace OnnxTrain.Tests.Layers.Transformers;

/// <summary>The parts of transformers in plain loops of float64, with the weights of a model.</summary>
internal sealed class TransformerReference(Model model)
{
    private readonly Dictionary<string, Nd> _weights = model.Parameters.ToDictionary(
        v => v.Name, v => new Nd(v.Shape.Sizes(), v.Numbers()));

    /// <summary>Weights around 0, and around 1 for scales, the same in every run.</summary>
    public static void Fill(Model model)
    {
        foreach (var variable in model.Parameters)
        {
            double phase = variable.Name.Sum(c => c) % 101;
            var center = variable.LocalName == "weight" && variable.Shape.Rank == 1 ? 1.0 : 0;
            variable.AssignNumbers([.. Enumerable.Range(0, variable.Count).Select(i => center + (0.4 * Math.Sin((0.7 * i) + phase)))]);
        }
    }

    public Nd Weight(string name) => _weights[name];

    /// <summary>x Wᵀ + b.</summary>
    public Nd Linear(Nd x, string path) =>
        Linear(x, _weights[$"{path}.weight"], _weights.GetValueOrDefault($"{path}.bias"));

    public static Nd Linear(Nd x, Nd weight, Nd? bias, int first = 0, int? count = null) =>
        Nd.Of([.. x.Sizes[..^1], count ?? weight.Sizes[0]], i =>
        {
            var output = first + i[^1];
            var sum = bias is null ? 0 : bias.Items[output];
            for (var c = 0; c < weight.Sizes[1]; c++) sum += x[Nd.With(i, i.Length - 1, c)] * weight[output, c];
            return sum;
        });

    public Nd Norm(Nd x, string path, double epsilon = 1e-5)
    {
        var mean = x.Reduce([x.Sizes.Length - 1], true, row => row.Average());
        var deviations = Nd.Zip(x, mean, (a, b) => a - b);
        var variance = deviations.Reduce([x.Sizes.Length - 1], true, row => row.Average(d => d * d));
        var normal = Nd.Zip(deviations, variance, (d, v) => d / Math.Sqrt(v + epsilon));
        var scaled = Nd.Zip(normal, _weights[$"{path}.weight"], (a, b) => a * b);
        return _weights.TryGetValue($"{path}.bias", out var bias) ? Nd.Zip(scaled, bias, (a, b) => a + b) : scaled;
    }

    public Nd RmsNorm(Nd x, string path, double epsilon)
    {
        var square = x.Reduce([x.Sizes.Length - 1], true, row => row.Average(d => d * d));
        return Nd.Zip(Nd.Zip(x, square, (d, v) => d / Math.Sqrt(v + epsilon)), _weights[$"{path}.weight"], (a, b) => a * b);
    }

    /// <summary>Attention of heads side by side, [batch, positions, heads · width]; heads of keys may be fewer.</summary>
    /// <param name="isVisible">Whether a query of a row may attend to a key.</param>
    public static Nd Attend(Nd q, Nd k, Nd v, int heads, int keyHeads, Func<int, int, int, bool> isVisible)
    {
        var (width, group) = (q.Sizes[2] / heads, heads / keyHeads);
        return Nd.Of([q.Sizes[0], q.Sizes[1], heads * width], i =>
        {
            var (head, own) = (i[2] / width, i[2] % width);
            double sum = 0, all = 0;
            for (var j = 0; j < k.Sizes[1]; j++)
            {
                if (!isVisible(i[0], i[1], j)) continue;
                var score = 0.0;
                for (var c = 0; c < width; c++) score += q[i[0], i[1], (head * width) + c] * k[i[0], j, (head / group * width) + c];
                var power = Math.Exp(score / Math.Sqrt(width));
                all += power;
                sum += power * v[i[0], j, (head / group * width) + own];
            }

            return all == 0 ? 0 : sum / all;
        });
    }

    /// <summary>PyTorch's MultiheadAttention with packed weights.</summary>
    public Nd MultiheadAttention(Nd query, Nd keys, string path, int heads, Func<int, int, int, bool> isVisible)
    {
        var (weight, bias, features) = (_weights[$"{path}in_proj_weight"], _weights[$"{path}in_proj_bias"], query.Sizes[2]);
        var y = Attend(
            Linear(query, weight, bias, 0, features), Linear(keys, weight, bias, features, features),
            Linear(keys, weight, bias, 2 * features, features), heads, heads, isVisible);
        return Linear(y, $"{path}out_proj");
    }

    public static Nd Gelu(Nd x) => x.Map(v => 0.5 * v * (1 + ErfReference.Erf(v / Math.Sqrt(2))));

    public static Nd Relu(Nd x) => x.Map(v => Math.Max(v, 0));

    public static Nd Sum(Nd a, Nd b) => Nd.Zip(a, b, (x, y) => x + y);
}
