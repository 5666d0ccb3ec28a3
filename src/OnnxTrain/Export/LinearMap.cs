namespace OnnxTrain;

/// <summary>y = W x + b for every row x, in float64: the function of a linear layer.</summary>
/// <param name="Input">The rows, [batch, in].</param>
/// <param name="Weight">[out, in], row-major.</param>
/// <param name="Bias">[out], or null.</param>
internal sealed record LinearMap(Value Input, double[] Weight, double[]? Bias)
{
    private int Inputs => (int)Input.Shape[1].Size;

    private int Outputs => Weight.Length / Inputs;

    /// <summary>The map of a node, or null if it is not a linear layer with known weights.</summary>
    public static LinearMap? Of(Node node)
    {
        if (node.Op is not GemmOp { TransposeA: false, TransposeB: true, FusesRelu: false }
            || KnownNumbers.Of(node.Inputs[1]) is not { Length: > 0 } weight || !node.Inputs[0].Shape[1].IsFixed) return null;
        if (node.Inputs.Count < 3) return new(node.Inputs[0], weight, null);
        return node.Inputs[2].Rank == 1 && KnownNumbers.Of(node.Inputs[2]) is { } bias ? new(node.Inputs[0], weight, bias) : null;
    }

    /// <summary>This map applied after <paramref name="first"/>: W₂(W₁x + b₁) + b₂ = (W₂W₁)x + (W₂b₁ + b₂).</summary>
    public LinearMap After(LinearMap first) => new(
        first.Input,
        Product(Weight, first.Weight, Outputs, Inputs, first.Inputs),
        first.Bias is null ? Bias : Sum(Product(Weight, first.Bias, Outputs, Inputs, 1), Bias));

    /// <summary>The map as one linear layer with constant weights.</summary>
    public Value Apply(ElementType type) =>
        Input.Linear(
            KnownNumbers.Constant(Weight, [Outputs, Inputs], type), Bias is null ? null : KnownNumbers.Constant(Bias, [Outputs], type));

    private static double[] Product(double[] a, double[] b, int m, int k, int n)
    {
        var y = new double[m * n];
        for (var i = 0; i < m; i++)
        {
            for (var l = 0; l < k; l++)
            {
                var factor = a[(i * k) + l];
                for (var j = 0; j < n; j++) y[(i * n) + j] += factor * b[(l * n) + j];
            }
        }

        return y;
    }

    private static double[] Sum(double[] a, double[]? b) => b is null ? a : [.. a.Zip(b, (x, y) => x + y)];
}
