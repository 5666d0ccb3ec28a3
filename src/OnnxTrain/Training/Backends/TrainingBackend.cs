namespace OnnxTrain;

/// <summary>
/// Computes the steps of training. The graph is the same for all backends. Batches, validation, checkpoints and the training loop stay with
/// <see cref="Trainer"/>, so that a run can be resumed on another backend.
/// </summary>
public abstract class TrainingBackend
{
    internal TrainingBackend()
    {
    }

    /// <summary>The library's own kernels on the CPU.</summary>
    public static TrainingBackend Native { get; } = new NativeBackend();

    /// <summary>The name: <c>native</c>, or a runtime and its device.</summary>
    public abstract string Name { get; }

    /// <summary>Starts a training.</summary>
    /// <param name="parameters">The block of the parameters.</param>
    /// <param name="state">The seed and the number of the step.</param>
    internal abstract IStepEngine Start(VariableBlock parameters, Kernels.StepState state);

    /// <summary>The name.</summary>
    public sealed override string ToString() => Name;
}
