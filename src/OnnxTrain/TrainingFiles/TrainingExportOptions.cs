namespace OnnxTrain;

/// <summary>The options of <see cref="TrainingExport.ExportTraining"/>.</summary>
public sealed record TrainingExportOptions
{
    /// <summary>
    /// The operator set, 13 to 26; null for the lowest that the step needs, at least 17, or 18 if it draws random numbers from a seed.
    /// Older runtimes load only lower operator sets.
    /// </summary>
    public int? Opset { get; init; }

    /// <summary>
    /// Whether the learning rate and the optimizer's scalars are float64, as in the library, in the step of a float32 model. By default
    /// they are float32, since runtimes for browsers, phones and GPUs often lack float64. The difference is rounding only; Adam's first
    /// steps differ by up to 10⁻⁵ of their length.
    /// </summary>
    public bool Float64Counters { get; init; }

    /// <summary>Where random numbers come from.</summary>
    public RandomSource Random { get; init; }

    /// <summary>
    /// Whether each row has a weight in the loss: the input <c>weight</c> [batch]. A trainer that has been fitted to rows with weights
    /// always has it.
    /// </summary>
    public bool RowWeights { get; init; }

    /// <summary>
    /// The number of epochs of the trainer's <see cref="TrainingOptions.Schedule"/> in the file; later ones keep the last factor. Required
    /// to include a schedule: the input <c>learning_rate</c> is then the base rate that it scales.
    /// </summary>
    public int? Epochs { get; init; }

    /// <summary>The number of updates in an epoch. Required to include a schedule.</summary>
    public int? StepsPerEpoch { get; init; }
}
