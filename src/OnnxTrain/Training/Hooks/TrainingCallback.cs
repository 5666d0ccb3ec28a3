namespace OnnxTrain;

/// <summary>
/// A callback of
/// <see cref="Trainer.Fit(IRowSource, int, IRowSource, IProgress{TrainingProgress}, CancellationToken)"/>, which may stop it, change the
/// learning rate, or log. Give it in <see cref="TrainingOptions.Callbacks"/>. It is called on the thread that trains.
/// </summary>
/// <remarks>
/// A run with a checkpoint is resumed with the same callbacks. The learning rate and a stop are kept in the checkpoint; what a callback
/// itself keeps from step to step is kept if it says so by <see cref="SaveState"/> and <see cref="LoadState"/>.
/// </remarks>
public abstract class TrainingCallback
{
    /// <summary>Is called after each step. A step is one batch; what it allocates slows training down.</summary>
    /// <param name="context">The course of the run; the same object in each call.</param>
    public virtual void OnStepEnd(TrainingContext context)
    {
    }

    /// <summary>Is called after each epoch, its validation included.</summary>
    /// <param name="context">The course of the run; the same object in each call.</param>
    public virtual void OnEpochEnd(TrainingContext context)
    {
    }

    /// <summary>Its state, to be kept in a checkpoint; null for none.</summary>
    public virtual string? SaveState() => null;

    /// <summary>Takes the state of a checkpoint.</summary>
    /// <param name="state">What <see cref="SaveState"/> gave.</param>
    public virtual void LoadState(string state)
    {
    }

    /// <summary>A callback that does something after each step.</summary>
    /// <param name="action">What it does.</param>
    public static TrainingCallback EachStep(Action<TrainingContext> action) =>
        new ActionCallback(action ?? throw new ArgumentNullException(nameof(action)), null);

    /// <summary>A callback that does something after each epoch.</summary>
    /// <param name="action">What it does.</param>
    public static TrainingCallback EachEpoch(Action<TrainingContext> action) =>
        new ActionCallback(null, action ?? throw new ArgumentNullException(nameof(action)));

    private sealed class ActionCallback(Action<TrainingContext>? step, Action<TrainingContext>? epoch) : TrainingCallback
    {
        public override void OnStepEnd(TrainingContext context) => step?.Invoke(context);

        public override void OnEpochEnd(TrainingContext context) => epoch?.Invoke(context);
    }
}
