namespace OnnxTrain;

/// <summary>Where a training step in a file has its random numbers from: those of dropout, noise and sampling.</summary>
public enum RandomSource
{
    /// <summary>
    /// The inputs <c>seed</c> and <c>step</c>. The file draws by Philox4x32-10, the same numbers as this library does: a run is reproduced
    /// to the bit of its masks in every runtime. Needs opset 18.
    /// </summary>
    Seed,

    /// <summary>Inputs, one for each draw: the caller gives masks and noise.</summary>
    Inputs,
}
