namespace OnnxTrain;

/// <summary>What a model's users get from what its network yields.</summary>
internal abstract class ModelHead
{
    public abstract ModelTask Task { get; }

    public virtual IReadOnlyList<string> Classes => [];

    /// <summary>The named outputs of the exported file, from the network's output.</summary>
    public abstract IReadOnlyList<(string Name, Value Value)> Outputs(Value output);

    /// <summary>What metrics compare with the truth: probabilities, or predictions in the targets' units.</summary>
    public abstract Value Answer(Value output);

    /// <summary>Targets as users give them → targets as the loss takes them.</summary>
    public virtual Value EncodeTarget(Value target) => target;
}
