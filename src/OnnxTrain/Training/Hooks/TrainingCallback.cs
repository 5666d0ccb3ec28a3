namespace OnnxTrain;

/// <summary>
/// A callback of <see cref="Trainer.Fit(IRowSource, int, IRowSource, IProgress{TrainingProgress}, CancellationToken)"/>, which can stop
/// training, change the learning rate, or log. Add it to <see cref="TrainingOptions.Callbacks"/>. It is called on the training thread.
/// </summary>
/// <remarks>
/// A run with a checkpoint is resumed with the same callbacks. The checkpoint saves the learning rate and whether training was stopped; a
/// callback saves its own state by overriding <see cref="SaveState"/> and <see cref="LoadState"/>.
/// </remarks>
public abstract class TrainingCallback
{
    /// <summary>Called after each step, that is, each batch. Allocations here slow training down.</summary>
    /// <param name="context">The state of the run; the same object in each call.</param>
    public virtual void OnStepEnd(TrainingContext context)
    {
    }

    /// <summary>Called after each epoch, including its validation.</summary>
    /// <param name="context">The state of the run; the same object in each call.</param>
    public virtual void OnEpochEnd(TrainingContext context)
    {
    }

    /// <summary>Returns the state to save in a checkpoint; null for none.</summary>
    public virtual string? SaveState() => null;

    /// <summary>Restores the state from a checkpoint.</summary>
    /// <param name="state">The text that <see cref="SaveState"/> returned.</param>
    public virtual void LoadState(string state)
    {
    }

    /// <summary>Creates a callback that runs an action after each step.</summary>
    /// <param name="action">The action.</param>
    public static TrainingCallback EachStep(Action<TrainingContext> action) =>
        new ActionCallback(action ?? throw new ArgumentNullException(nameof(action)), null);

    /// <summary>Creates a callback that runs an action after each epoch.</summary>
    /// <param name="action">The action.</param>
    public static TrainingCallback EachEpoch(Action<TrainingContext> action) =>
        new ActionCallback(null, action ?? throw new ArgumentNullException(nameof(action)));

    private sealed class ActionCallback(Action<TrainingContext>? step, Action<TrainingContext>? epoch) : TrainingCallback
    {
        public override void OnStepEnd(TrainingContext context) => step?.Invoke(context);

        public override void OnEpochEnd(TrainingContext context) => epoch?.Invoke(context);
    }
}
