namespace OnnxTrain;

/// <summary>The function between the layers of a <see cref="TabularModel"/>.</summary>
public enum Activation
{
    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    Sigmoid,

    /// <summary>x where it is positive, 0.01 · x elsewhere.</summary>
    LeakyRelu,

    /// <summary>x where it is positive, eˣ − 1 elsewhere.</summary>
    Elu,

    /// <summary>ln(1 + eˣ).</summary>
    Softplus,

    /// <summary>½ x (1 + erf(x/√2)).</summary>
    Gelu,

    /// <summary>x / (1 + e⁻ˣ), also called swish.</summary>
    Silu,

    /// <summary>x · tanh(ln(1 + eˣ)).</summary>
    Mish,

    /// <summary>1.0507 x where x is positive, 1.7581 (eˣ − 1) elsewhere (SELU).</summary>
    Selu,

    /// <summary>x where it is positive, a · x elsewhere, with a slope a learned for each layer.</summary>
    PRelu,

    /// <summary>x/6 + ½, clipped to 0 … 1.</summary>
    HardSigmoid,

    /// <summary>x · min(max(x/6 + ½, 0), 1).</summary>
    HardSwish,

    /// <summary>x / (1 + |x|).</summary>
    Softsign,
}
