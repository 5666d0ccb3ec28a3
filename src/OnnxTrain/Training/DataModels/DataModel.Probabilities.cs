namespace OnnxTrain;

// Probabilities and labels, changed after training.
public sealed partial class DataModel
{
    /// <summary>
    /// A copy of the model whose probabilities are softmax(logits / T). With the temperature that
    /// <see cref="TemperatureScaling.Fit"/> finds on validation rows they are calibrated. The exported file has them.
    /// </summary>
    /// <param name="temperature">The temperature T, positive.</param>
    /// <param name="target">The target, if there are several; null for the only one.</param>
    /// <returns>A model with the same weights.</returns>
    /// <exception cref="ArgumentException">There is no such target of classes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is not positive and finite.</exception>
    /// <exception cref="InvalidOperationException">The model is an ensemble, or has a custom network.</exception>
    public DataModel WithTemperature(double temperature, string? target = null) =>
        With(target, classes => classes.With(temperature, classes.Threshold));

    /// <summary>
    /// A copy of the model whose label is the second of two classes if its probability is at least the threshold, such as the one that
    /// <see cref="DecisionThreshold.Best"/> finds on validation rows. The exported file has it.
    /// </summary>
    /// <param name="threshold">The probability, above 0 and below 1; it is rounded to float32.</param>
    /// <param name="target">The target, if there are several; null for the only one.</param>
    /// <returns>A model with the same weights.</returns>
    /// <exception cref="ArgumentException">There is no such target of classes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is out of range, or there are not two classes.</exception>
    /// <exception cref="InvalidOperationException">The model is an ensemble, or has a custom network.</exception>
    public DataModel WithThreshold(double threshold, string? target = null) =>
        With(target, classes => classes.With(classes.Temperature, (float)threshold));

    private DataModel With(string? name, Func<ClassTarget, ClassTarget> change)
    {
        var targets = Targets.OfType<ClassTarget>().Where(target => name is null || target.Name == name).ToList();
        if (targets.Count != 1)
            throw new ArgumentException(
                targets.Count == 0
                    ? $"There is no target of classes{(name is null ? "" : $" '{name}'")}. The model predicts {Target.Describe()}."
                    : $"There are several targets of classes, {NameList.Quoted(targets.Select(target => target.Name))}: name one.",
                nameof(name));
        if (Target is AnswerTarget || Description.Body is OwnBody)
            throw new InvalidOperationException(
                Target is AnswerTarget
                    ? "The model is an ensemble. Change the probabilities of its members, and make the ensemble of them."
                    : "The model has a custom network, which belongs to it alone; change the logits in the network.");
        var description = Description with
        {
            Targets = [.. Targets.Select(target => ReferenceEquals(target, targets[0]) ? change(targets[0]) : target)],
        };
        var copy = new DataModel(description, description.NewNetwork(), Seed) { Images = Images };
        foreach (var (from, to) in Changing.Zip(copy.Changing)) to.CopyFrom(from);
        foreach (var (key, value) in Metadata) copy.Metadata.TryAdd(key, value);
        return copy;
    }
}
