namespace OnnxTrain;

/// <summary>A loss that keeps state between steps.</summary>
internal interface IStatefulLoss
{
    /// <summary>The state.</summary>
    IReadOnlyList<VariableBlock> State { get; }

    /// <summary>The updates of the state in a training step, as of the last call of <see cref="Loss.Of(Value, Value)"/>.</summary>
    IReadOnlyList<Assignment> Updates { get; }
}
