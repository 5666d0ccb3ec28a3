namespace OnnxTrain;

/// <summary>The source of the random numbers of a training step in a file, for dropout, noise and sampling.</summary>
public enum RandomSource
{
    /// <summary>
    /// The inputs <c>seed</c> and <c>step</c>. The file generates random numbers with Philox4x32-10, the same ones as this library: every
    /// runtime reproduces a run down to the bits of its masks. Needs opset 18.
    /// </summary>
    Seed,

    /// <summary>Inputs, one for each draw: the caller supplies masks and noise.</summary>
    Inputs,
}
