namespace OnnxTrain;

/// <summary>How GELU is computed.</summary>
public enum GeluApproximation
{
    /// <summary>By the error function: ½ x (1 + erf(x/√2)).</summary>
    None,

    /// <summary>By the hyperbolic tangent: ½ x (1 + tanh(√(2/π) (x + 0.044715 x³))), which differs by less than 0.0005.</summary>
    Tanh,
}
