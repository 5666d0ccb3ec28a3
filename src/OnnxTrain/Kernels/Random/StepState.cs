namespace OnnxTrain.Kernels;

/// <summary>What differs from step to step for kernels that draw random numbers.</summary>
internal sealed class StepState
{
    public ulong Seed { get; set; }

    public ulong Step { get; set; }
}
