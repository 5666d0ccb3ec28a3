namespace OnnxTrain;

/// <summary>
/// What computes the steps of training. The graph is the same for all; batches, validation, checkpoints and the course of the run stay with
/// <see cref="Trainer"/>, so that a run may go on by another one.
/// </summary>
public abstract class TrainingBackend
{
    internal TrainingBackend()
    {
    }

    /// <summary>The library's own kernels on the processor.</summary>
    public static TrainingBackend Native { get; } = new NativeBackend();

    /// <summary>What it is called: <c>native</c>, or a runtime and its device.</summary>
    public abstract string Name { get; }

    /// <summary>Begins a training.</summary>
    /// <param name="parameters">The block of the parameters.</param>
    /// <param name="state">Seed and number of the step.</param>
    internal abstract IStepEngine Start(VariableBlock parameters, Kernels.StepState state);

    /// <summary>The name.</summary>
    public sealed override string ToString() => Name;
}
