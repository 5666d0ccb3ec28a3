namespace OnnxTrain;

/// <summary>y = x · Wᵀ + b: every output is a weighted sum of all inputs.</summary>
public sealed class Linear : Module
{
    /// <summary>Creates a layer with <paramref name="outputs"/> units.</summary>
    /// <param name="inputs">The length of the last axis of the input.</param>
    /// <param name="outputs">The length of the last axis of the output.</param>
    /// <param name="bias">Whether a learned bias is added to each output.</param>
    /// <param name="initializer">The initializer of the weights; by default uniform on ±1/√inputs, as the biases always are, as in
    /// PyTorch.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public Linear(int inputs, int outputs, bool bias = true, Initializer? initializer = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        var bound = 1 / Math.Sqrt(inputs);
        Weight = Parameter("weight", [outputs, inputs], initializer ?? Initializer.Uniform(-bound, bound));
        Bias = bias ? Parameter("bias", [outputs], Initializer.Uniform(-bound, bound)) : null;
    }

    /// <summary>[out, in].</summary>
    public Variable Weight { get; }

    /// <summary>[out], or null.</summary>
    public Variable? Bias { get; }

    /// <summary>[…, out] for x […, in].</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Linear(Weight, Bias?.ToValue());
    }
}
