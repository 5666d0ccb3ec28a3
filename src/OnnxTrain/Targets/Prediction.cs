namespace OnnxTrain;

/// <summary>What a model or a file predicts for one row: of its one target, or of the first of several.</summary>
/// <param name="Label">The name of the most probable class; null unless it is a class of the row.</param>
/// <param name="Probabilities">The probability of each class, in the model's order, or of each class for each pixel or position, [classes,
/// …]; empty unless it is a class.</param>
/// <param name="Values">The predicted numbers, one for most models; empty if it is a class.</param>
public sealed record Prediction(string? Label, IReadOnlyList<float> Probabilities, IReadOnlyList<float> Values)
{
    /// <summary>The predicted number, the first if there are several; NaN if it is a class.</summary>
    public float Value => Values is [var first, ..] ? first : float.NaN;

    /// <summary>The largest probability, that of <see cref="Label"/>; NaN unless it is a class.</summary>
    public float Confidence => Probabilities.Count > 0 ? Probabilities.Max() : float.NaN;

    /// <summary>The class of each pixel or position; <see cref="Label"/> alone for one of the row; empty unless it is a class.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The predictions of several targets by their names; empty where there is one.</summary>
    public IReadOnlyDictionary<string, Prediction> Targets { get; init; } = new Dictionary<string, Prediction>();

    /// <summary>The prediction of one of several targets.</summary>
    /// <param name="target">The target's name.</param>
    /// <exception cref="KeyNotFoundException">There is no such target.</exception>
    public Prediction this[string target] => Targets.TryGetValue(target, out var prediction)
        ? prediction
        : throw new KeyNotFoundException(
            Targets.Count == 0
                ? $"The prediction is that of one target, without a name; '{target}' is none of several."
                : $"There is no target '{target}'. There are {NameList.Quoted(Targets.Keys)}.");
}
