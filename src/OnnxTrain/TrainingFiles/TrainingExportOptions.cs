namespace OnnxTrain;

/// <summary>How a training step is written.</summary>
public sealed record TrainingExportOptions
{
    /// <summary>
    /// The operator set, 13 to 26; null for the lowest that the step needs, at least 17: 18 where it draws random numbers by seed. Lower
    /// ones are loaded by older runtimes.
    /// </summary>
    public int? Opset { get; init; }

    /// <summary>
    /// Whether the learning rate and what the optimizer counts are float64, as in the library, in the step of a float32 model. They are
    /// float32 unless set: runtimes for browsers, phones and GPUs often lack float64. The difference is that of rounding; Adam's first
    /// steps differ by up to 10⁻⁵ of their length.
    /// </summary>
    public bool Float64Counters { get; init; }

    /// <summary>Where random numbers come from.</summary>
    public RandomSource Random { get; init; }

    /// <summary>
    /// Whether each row has a weight in the loss: the input <c>weight</c> [batch]. A trainer that has been fitted to rows with weights has
    /// it anyhow.
    /// </summary>
    public bool RowWeights { get; init; }

    /// <summary>
    /// The epochs that the trainer's <see cref="TrainingOptions.Schedule"/> is written out for; later ones keep the last factor. Needed
    /// with a schedule, which then is part of the file: the input <c>learning_rate</c> is the rate that it is a factor of.
    /// </summary>
    public int? Epochs { get; init; }

    /// <summary>The updates in an epoch. Needed with a schedule.</summary>
    public int? StepsPerEpoch { get; init; }
}
