namespace OnnxTrain;

/// <summary>The prediction of a model or a file for one row: of its only target, or of the first of several.</summary>
/// <param name="Label">The name of the predicted class, the most probable unless the target has a threshold; null unless the target is
/// one class per row.</param>
/// <param name="Probabilities">The probability of each class, in the model's order, or of each class for each pixel or position, [classes,
/// …]; empty unless the target is a class.</param>
/// <param name="Values">The predicted numbers, one for most models; empty if the target is a class.</param>
public sealed record Prediction(string? Label, IReadOnlyList<float> Probabilities, IReadOnlyList<float> Values)
{
    /// <summary>The predicted number, the first if there are several; NaN if the target is a class.</summary>
    public float Value => Values is [var first, ..] ? first : float.NaN;

    /// <summary>
    /// The predicted numbers in the precision of the model or file, which is float64 for targets that float32 cannot hold; else
    /// <see cref="Values"/>.
    /// </summary>
    public IReadOnlyList<double> Numbers
    {
        get => field ?? [.. Values.Select(value => (double)value)];
        init;
    }

    /// <summary>Whether the predicted numbers are float64.</summary>
    internal bool IsWide { get; init; }

    /// <summary>
    /// The largest probability, that of <see cref="Label"/> unless the target has a threshold; NaN unless the target is a class.
    /// </summary>
    public float Confidence => Probabilities.Count > 0 ? Probabilities.Max() : float.NaN;

    /// <summary>
    /// The class of each pixel or position; only <see cref="Label"/> for one class per row; empty unless the target is a class.
    /// </summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The predictions of several targets by name; empty if there is only one target.</summary>
    public IReadOnlyDictionary<string, Prediction> Targets { get; init; } = new Dictionary<string, Prediction>();

    /// <summary>The prediction of one of several targets.</summary>
    /// <param name="target">The target's name.</param>
    /// <exception cref="KeyNotFoundException">There is no such target.</exception>
    public Prediction this[string target] => Targets.TryGetValue(target, out var prediction)
        ? prediction
        : throw new KeyNotFoundException(
            Targets.Count == 0
                ? $"The prediction has only one target, without a name; there is no target '{target}'."
                : $"There is no target '{target}'. There are {NameList.Quoted(Targets.Keys)}.");
}
