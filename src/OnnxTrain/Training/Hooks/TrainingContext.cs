namespace OnnxTrain;

/// <summary>The state of a training run, as a <see cref="TrainingCallback"/> reads and changes it.</summary>
public sealed class TrainingContext
{
    private readonly LearningRate _rate;

    internal TrainingContext(Model model, LearningRate rate) => (Model, _rate) = (model, rate);

    /// <summary>
    /// The model. Its variables are up to date after each epoch, and with <see cref="TrainingBackend.Native"/> after each step.
    /// </summary>
    public Model Model { get; }

    /// <summary>The current or just finished epoch, counted from 1.</summary>
    public int Epoch { get; internal set; }

    /// <summary>The number of finished batches in the epoch.</summary>
    public int Batch { get; internal set; }

    /// <summary>The number of batches in an epoch.</summary>
    public int Batches { get; internal set; }

    /// <summary>The number of steps so far, over all epochs and fits.</summary>
    public long Step { get; internal set; }

    /// <summary>The loss of the last step, before its update.</summary>
    public double Loss { get; internal set; }

    /// <summary>The learning rate of the last step.</summary>
    public double LearningRate { get; internal set; }

    /// <summary>
    /// The base learning rate from the next step on, which the schedule scales. It is the optimizer's unless set. A checkpoint saves it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative or not finite.</exception>
    public double BaseLearningRate
    {
        get => _rate.Base;
        set => _rate.Base = value;
    }

    /// <summary>The result of the epoch that has just finished; null after a step.</summary>
    public EpochResult? Result { get; internal set; }

    /// <summary>Whether training stops.</summary>
    public bool IsStopped { get; internal set; }

    /// <summary>
    /// Stops training. If called after a step, the current epoch ends there, and is validated. <see cref="History.StopReason"/> is then
    /// <see cref="StopReason.Callback"/>.
    /// </summary>
    public void Stop() => IsStopped = true;
}
