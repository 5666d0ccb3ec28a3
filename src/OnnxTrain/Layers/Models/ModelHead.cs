namespace OnnxTrain;

/// <summary>The outputs of a model, computed from the output of its network.</summary>
internal abstract class ModelHead
{
    public abstract ModelTask Task { get; }

    public virtual IReadOnlyList<string> Classes => [];

    /// <summary>The named outputs of the exported file, from the network's output.</summary>
    public abstract IReadOnlyList<(string Name, Value Value)> Outputs(Value output);

    /// <summary>The values that metrics compare with the targets: probabilities, or predictions in the targets' units.</summary>
    public abstract Value Answer(Value output);

    /// <summary>Converts targets as users give them to targets of the loss.</summary>
    public virtual Value EncodeTarget(Value target) => target;
}
