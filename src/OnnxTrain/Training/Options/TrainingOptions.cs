using Table = OnnxTrain.TrainingOptionTable;

namespace OnnxTrain;

/// <summary>
/// How a <see cref="Trainer"/> trains. Options are values: <c>options with { Seed = 2 }</c> is a copy with another seed, and several
/// trainers may have the same options.
/// </summary>
public sealed record TrainingOptions
{
    /// <summary>Seeds the order of the rows and all other random numbers of a run.</summary>
    public ulong Seed { get; init; } = Table.Seed.Default;

    /// <summary>The number of rows in a step: 32 unless set, 1 at least.</summary>
    public int BatchSize { get; init => field = Table.BatchSize.Checked(value); } = Table.BatchSize.Default;

    /// <summary>
    /// Whether the rows of an epoch that do not fill a batch are left out. Unless set, they are a batch of their own; where the network
    /// needs more rows, as batch normalization needs more than one number in each channel, they join the batch before. Data of fewer rows
    /// than a batch are one batch in any case. Of rows of several sizes (<see cref="IRowSource.Sizes"/>) all this is true of those of each
    /// size.
    /// </summary>
    public bool DropLast
    {
        get => LastBatch == LastBatch.Drop;
        init => LastBatch = value ? LastBatch.Drop : LastBatch.Keep;
    }

    /// <summary>Which rows the batches of an epoch hold: each row once, shuffled anew, unless set.</summary>
    public Sampling Sampling { get; init; } = Table.Sampling.Default;

    /// <summary>
    /// Changes the training images, the features of the model's first input, at random each time they are used; null for no changes. It
    /// runs ahead of training on threads of its own. Validation rows stay as they are.
    /// </summary>
    public ImageAugmentation? Augmentation { get; init; }

    /// <summary>
    /// The number of epochs without a lower validation loss after which training stops and the best weights return, 1 at least; null runs
    /// all epochs and keeps the last weights. Without validation rows the training loss counts.
    /// </summary>
    public int? Patience { get; init => field = Table.Patience.Checked(value); }

    /// <summary>
    /// The longest time that a fit may take; null for no limit. When it is over, the epoch under way ends with the steps that it has made.
    /// </summary>
    public TimeSpan? TimeLimit { get; init => field = Table.TimeLimit.Checked(value); }

    /// <summary>The mean training loss of an epoch at or below which training stops; null for none.</summary>
    public double? LossThreshold { get; init => field = Table.LossThreshold.Checked(value); }

    /// <summary>How the learning rate changes; null keeps the optimizer's rate. Its time goes on when fitting again.</summary>
    public LearningRateSchedule? Schedule { get; init; }

    /// <summary>
    /// The bound c of each element of the gradient, which is clipped to −c … c; null for no bound. It is applied before
    /// <see cref="ClipNorm"/>.
    /// </summary>
    public double? ClipValue { get; init => field = Table.ClipValue.Checked(value); }

    /// <summary>
    /// The largest norm c of the gradient of all parameters; a larger gradient is scaled by c / (‖g‖ + 10⁻⁶) (Pascanu, Mikolov and Bengio,
    /// 2013). Null for no bound.
    /// </summary>
    public double? ClipNorm { get; init => field = Table.ClipNorm.Checked(value); }

    /// <summary>
    /// A term that is minimized together with the loss, such as <see cref="WeightPenalty"/>. Reported losses do not include it, so that
    /// those of training and validation compare.
    /// </summary>
    public Penalty? Penalty { get; init; }

    /// <summary>What holds after each update, such as <see cref="NormLimit"/> and <see cref="UnitNormLimit"/>; null for nothing.</summary>
    public WeightConstraint? Constraint { get; init; }

    /// <summary>
    /// Parameters with a rate or a weight decay of their own; the first group that holds a parameter counts.
    /// </summary>
    public IReadOnlyList<ParameterGroup> Groups
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Groups));
    } = Table.Groups.Default;

    /// <summary>
    /// The number of batches whose gradients make one update: their mean over all rows, by the weights of rows and classes where there are
    /// some, as of one batch of that size. The last update of an epoch takes the batches that are left. 1 at least.
    /// </summary>
    public int AccumulationSteps
    {
        get;
        init => field = Table.AccumulationSteps.Checked(value);
    } = Table.AccumulationSteps.Default;

    /// <summary>
    /// The decay d of a running mean of the weights, a ← d · a + (1 − d) · p after each update, from a = p (Polyak and Juditsky, 1992):
    /// at least 0 and below 1; null for none. With it the mean is what is validated, compared for the best epoch, and left in the model
    /// when training ends; the weights that the optimizer works on are kept aside, and fitting again goes on from them. Running statistics
    /// of normalization are no weights: they are those of the last step.
    /// </summary>
    public double? AverageDecay { get; init => field = Table.AverageDecay.Checked(value); }

    /// <summary>
    /// Whether <see cref="EpochResult.Layers"/> and <see cref="EpochResult.Units"/> are filled. The norms are computed in the last step of
    /// an epoch, which takes longer and memory of its own; what is trained stays the same to the bit.
    /// </summary>
    public bool Diagnose { get; init; }

    /// <summary>
    /// Keeps the run on the disk, so that it can go on after the process has ended; null for no checkpoints. Such a trainer fits once.
    /// </summary>
    public CheckpointOptions? Checkpoint { get; init; }

    /// <summary>
    /// What computes the steps and validates: the library's own kernels unless set. All backends give the same run up to rounding, and one
    /// goes on from another's checkpoint.
    /// </summary>
    public TrainingBackend Backend
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Backend));
    } = Table.Backend.Default;

    /// <summary>Metrics of one's own, told with each epoch; accuracy and R² are computed without.</summary>
    public IReadOnlyList<BatchMetric> Metrics
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Metrics));
    } = Table.Metrics.Default;

    /// <summary>What is called after steps and epochs.</summary>
    public IReadOnlyList<TrainingCallback> Callbacks
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Callbacks));
    } = Table.Callbacks.Default;

    /// <summary>What becomes of rows that do not fill the last batch of an epoch.</summary>
    internal LastBatch LastBatch { get; init; }

    /// <summary>Whether each parameter is updated by itself, even where several could be updated as one vector.</summary>
    internal bool KeepsApart { get; init; }

    /// <summary>Whether each image is mixed with another.</summary>
    internal bool IsMixed => Augmentation is { Mixup: > 0 };

    /// <summary>Whether gradients are added up over several batches before they are used.</summary>
    internal bool Accumulates => AccumulationSteps > 1;
}
