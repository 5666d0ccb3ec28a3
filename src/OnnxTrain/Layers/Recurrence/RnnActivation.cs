namespace OnnxTrain;

/// <summary>The activation of an <see cref="Rnn"/>.</summary>
public enum RnnActivation
{
    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>max(0, x).</summary>
    Relu,
}
