namespace OnnxTrain;

/// <summary>Why training ended.</summary>
public enum StopReason
{
    /// <summary>All epochs were run.</summary>
    Completed,

    /// <summary>The validation loss had not decreased for <see cref="TrainingOptions.Patience"/> epochs.</summary>
    EarlyStopping,

    /// <summary>The time limit was reached; the last epoch ended early.</summary>
    TimeLimit,

    /// <summary>The training loss had reached its threshold.</summary>
    LossReached,

    /// <summary>The caller cancelled.</summary>
    Cancelled,

    /// <summary>The loss was no longer a finite number.</summary>
    Diverged,

    /// <summary>A <see cref="TrainingCallback"/> stopped it.</summary>
    Callback,
}
