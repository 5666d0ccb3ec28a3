namespace OnnxTrain;

/// <summary>The callbacks of a run.</summary>
internal sealed class CallbackList(IReadOnlyList<TrainingCallback> callbacks, TrainingContext context)
{
    private readonly TrainingCallback[] _callbacks = [.. callbacks];

    /// <summary>Whether one of them stopped the run.</summary>
    public bool IsStopped => context.IsStopped;

    /// <summary>Their state in a checkpoint.</summary>
    public IReadOnlyList<(string Type, string? State)> States => [.. _callbacks.Select(c => (TypeOf(c), c.SaveState()))];

    /// <summary>Called when a run begins or is resumed.</summary>
    public void Start(bool isStopped = false) => context.IsStopped = isStopped && _callbacks.Length > 0;

    /// <summary>Restores the state of each callback.</summary>
    /// <exception cref="DataException">A callback with a state is missing.</exception>
    public void Load(IReadOnlyList<(string Type, string? State)> states)
    {
        var next = 0;
        foreach (var (type, state) in states.Where(s => s.State is not null))
        {
            while (next < _callbacks.Length && TypeOf(_callbacks[next]) != type) next++;
            if (next == _callbacks.Length)
                throw new DataException(
                    $"The checkpoint has the state of a callback of the type {type}, which is not at the same position in the options. "
                        + "Resume with the same callbacks in the same order.");
            _callbacks[next++].LoadState(state!);
        }
    }

    public void StepEnded(int epoch, int batch, int batches, ulong step, double loss, double rate)
    {
        if (_callbacks.Length == 0) return;
        (context.Epoch, context.Batch, context.Batches, context.Step) = (epoch, batch, batches, checked((long)step));
        (context.Loss, context.LearningRate, context.Result) = (loss, rate, null);
        foreach (var callback in _callbacks) callback.OnStepEnd(context);
    }

    public void EpochEnded(EpochResult result)
    {
        (context.Epoch, context.Result) = (result.Epoch, result);
        foreach (var callback in _callbacks) callback.OnEpochEnd(context);
    }

    private static string TypeOf(TrainingCallback callback) => callback.GetType().FullName ?? callback.GetType().Name;
}
