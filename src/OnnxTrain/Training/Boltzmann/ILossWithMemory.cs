namespace OnnxTrain;

/// <summary>A loss that carries something from step to step.</summary>
internal interface ILossWithMemory
{
    /// <summary>What it carries.</summary>
    IReadOnlyList<VariableBlock> Memory { get; }

    /// <summary>What a step of training leaves in it, as the last call of <see cref="Loss.Of(Value, Value)"/> wrote it.</summary>
    IReadOnlyList<Assignment> Updates { get; }
}
