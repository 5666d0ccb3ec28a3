namespace OnnxTrain.Kernels;

/// <summary>The seed and the step number, for kernels that draw random numbers.</summary>
internal sealed class StepState
{
    public ulong Seed { get; set; }

    public ulong Step { get; set; }
}
