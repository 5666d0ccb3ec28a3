namespace OnnxTrain;

/// <summary>A loss that carries something from step to step.</summary>
internal interface ILossWithMemory
{
    /// <summary>What a step of training leaves behind, as the last call of <see cref="Loss.Of"/> wrote it.</summary>
    IReadOnlyList<Assignment> Remembered { get; }
}
