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
}
