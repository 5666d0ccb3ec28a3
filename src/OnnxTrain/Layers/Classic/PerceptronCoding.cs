namespace OnnxTrain;

/// <summary>The coding of a <see cref="Perceptron"/>'s two classes.</summary>
public enum PerceptronCoding
{
    /// <summary>−1 and +1: y = sign(w · x + b) with sign(0) = +1.</summary>
    Signed,

    /// <summary>0 and 1: y = 1 where w · x + b ≥ 0, else 0.</summary>
    Binary,
}
