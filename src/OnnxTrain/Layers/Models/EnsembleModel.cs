namespace OnnxTrain;

/// <summary>An ensemble of models that take tensors.</summary>
internal sealed class EnsembleModel : Model
{
    /// <param name="members">Models with the same inputs and outputs.</param>
    /// <param name="method">How the predictions are combined.</param>
    public EnsembleModel(IReadOnlyList<Model> members, EnsembleMethod method)
        : this(members[0], new EnsembleNetwork(members, method))
    {
    }

    private EnsembleModel(Model first, EnsembleNetwork network)
        : base(network, [.. first.Inputs], new AnswerTarget(first.Target)) => network.CopyWeights();
}
