namespace OnnxTrain;

/// <summary>A possible problem of a training run.</summary>
public enum TrainingIssue
{
    /// <summary>The loss was no longer a finite number.</summary>
    Diverged,

    /// <summary>The gradient of an early layer is at most 10⁻³ of that of the last one, in half the epochs or more.</summary>
    VanishingGradients,

    /// <summary>The gradient of an early layer is at least 10³ times that of the last one, in half the epochs or more.</summary>
    ExplodingGradients,

    /// <summary>A layer's update is at least a tenth of its weights, in half the epochs or more: ‖Δp‖ / ‖p‖ ≥ 0.1.</summary>
    LargeUpdates,

    /// <summary>A layer's update is at most a millionth of its weights, in half the epochs or more: ‖Δp‖ / ‖p‖ ≤ 10⁻⁶.</summary>
    SmallUpdates,

    /// <summary>A quarter of the units behind an activation, or more, are zero for every row after the best epoch.</summary>
    DeadUnits,

    /// <summary>
    /// The validation loss has risen by at least 50 % above its lowest, or by at least 5 % and 5 % of its decrease since the first epoch,
    /// while the training loss has kept falling. Judged by medians of five epochs in a row, from ten epochs on.
    /// </summary>
    Overfitting,

    /// <summary>After five epochs or more the training loss is still at least 0.99 times that of the first.</summary>
    NoProgress,

    /// <summary>The last epoch was the best, and the loss decreased by at least 1 % in the last tenth of all epochs.</summary>
    Unfinished,
}
