namespace OnnxTrain;

/// <summary>The course of a run as a <see cref="TrainingCallback"/> sees and changes it.</summary>
public sealed class TrainingContext
{
    private readonly LearningRate _rate;

    internal TrainingContext(Model model, LearningRate rate) => (Model, _rate) = (model, rate);

    /// <summary>
    /// The model. Its variables are up to date after an epoch, and by <see cref="TrainingBackend.Native"/> after each step.
    /// </summary>
    public Model Model { get; }

    /// <summary>The epoch under way or just ended, 1 for the first.</summary>
    public int Epoch { get; internal set; }

    /// <summary>The batches of the epoch that are done.</summary>
    public int Batch { get; internal set; }

    /// <summary>The batches in an epoch.</summary>
    public int Batches { get; internal set; }

    /// <summary>The number of steps so far, over all epochs and fits.</summary>
    public long Step { get; internal set; }

    /// <summary>The loss of the last step, before its update.</summary>
    public double Loss { get; internal set; }

    /// <summary>The learning rate of the last step.</summary>
    public double LearningRate { get; internal set; }

    /// <summary>
    /// The rate from the next step on, which the schedule is a factor of: the optimizer's unless it is set. A checkpoint keeps it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative or not finite.</exception>
    public double BaseLearningRate
    {
        get => _rate.Base;
        set => _rate.Base = value;
    }

    /// <summary>The result of the epoch that has just ended; null after a step.</summary>
    public EpochResult? Result { get; internal set; }

    /// <summary>Whether training stops.</summary>
    public bool IsStopped { get; internal set; }

    /// <summary>
    /// Stops training. After a step the epoch under way ends with the steps that it has made, and is validated.
    /// <see cref="History.StopReason"/> is then <see cref="StopReason.Callback"/>.
    /// </summary>
    public void Stop() => IsStopped = true;
}
