using Table = OnnxTrain.TrainingOptionTable;

namespace OnnxTrain;

/// <summary>
/// The options of a <see cref="Trainer"/>. They are values: <c>options with { Seed = 2 }</c> is a copy with another seed, and several
/// trainers may share the same options.
/// </summary>
public sealed record TrainingOptions
{
    /// <summary>The seed of the order of the rows and of all other random numbers of a run.</summary>
    public ulong Seed { get; init; } = Table.Seed.Default;

    /// <summary>The number of rows in a batch: at least 1, by default 32.</summary>
    public int BatchSize { get; init => field = Table.BatchSize.Checked(value); } = Table.BatchSize.Default;

    /// <summary>
    /// Whether the rows at the end of an epoch that do not fill a batch are left out. By default, they form a smaller batch. If the network
    /// needs more rows, as batch normalization needs more than one number per channel, they are merged into the previous batch. Data with
    /// fewer rows than a batch always form one batch. All this applies to each size of rows separately (<see cref="IRowSource.Sizes"/>).
    /// </summary>
    public bool DropLast
    {
        get => LastBatch == LastBatch.Drop;
        init => LastBatch = value ? LastBatch.Drop : LastBatch.Keep;
    }

    /// <summary>How the rows of the batches are chosen. By default, each epoch has each row once, in a new random order.</summary>
    public Sampling Sampling { get; init; } = Table.Sampling.Default;

    /// <summary>
    /// Random changes of the training images, the features of the model's first input, each time they are used; null for none. Augmentation
    /// runs ahead of training on its own threads. Validation rows are not changed.
    /// </summary>
    public ImageAugmentation? Augmentation { get; init; }

    /// <summary>
    /// The metric by which the validation rows choose the best epoch, such as <see cref="F1Score"/>, for a model with one target; equal
    /// epochs are told apart by their loss. Null chooses by the loss. Without validation rows the training loss is used.
    /// </summary>
    public Metric? SelectBy { get; init; }

    /// <summary>
    /// The number of epochs without a better one (<see cref="SelectBy"/>) after which training stops and the best weights are restored, at
    /// least 1. Null runs all epochs and keeps the last weights. Without validation rows the training loss is used.
    /// </summary>
    public int? Patience { get; init => field = Table.Patience.Checked(value); }

    /// <summary>The maximum time of a fit; null for no limit. When it is over, the current epoch ends after its current step.</summary>
    public TimeSpan? TimeLimit { get; init => field = Table.TimeLimit.Checked(value); }

    /// <summary>Training stops when the mean training loss of an epoch is at or below this value; null for no threshold.</summary>
    public double? LossThreshold { get; init => field = Table.LossThreshold.Checked(value); }

    /// <summary>The learning rate schedule; null keeps the optimizer's rate. Its time continues when fitting again.</summary>
    public LearningRateSchedule? Schedule { get; init; }

    /// <summary>
    /// The bound c to which each element of the gradient is clipped, −c … c; null for no bound. It is applied before
    /// <see cref="ClipNorm"/>.
    /// </summary>
    public double? ClipValue { get; init => field = Table.ClipValue.Checked(value); }

    /// <summary>
    /// The maximum norm c of the gradient of all parameters; a larger gradient is scaled by c / (‖g‖ + 10⁻⁶) (Pascanu, Mikolov and Bengio,
    /// 2013). Null for no bound.
    /// </summary>
    public double? ClipNorm { get; init => field = Table.ClipNorm.Checked(value); }

    /// <summary>
    /// A penalty that is added to the loss, such as <see cref="WeightPenalty"/>. Reported losses do not include it, so that training and
    /// validation losses are comparable.
    /// </summary>
    public Penalty? Penalty { get; init; }

    /// <summary>
    /// A constraint on the weights after each update, such as <see cref="NormLimit"/> or <see cref="UnitNormLimit"/>; null for none.
    /// </summary>
    public WeightConstraint? Constraint { get; init; }

    /// <summary>Parameters with their own learning rate or weight decay; the first group that contains a parameter applies.</summary>
    public IReadOnlyList<ParameterGroup> Groups
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Groups));
    } = Table.Groups.Default;

    /// <summary>
    /// The number of batches whose gradients are accumulated for one update, at least 1. The update uses the mean over all their rows
    /// (weighted, if rows or classes have weights), as for one large batch. The last update of an epoch takes the remaining batches.
    /// </summary>
    public int AccumulationSteps
    {
        get;
        init => field = Table.AccumulationSteps.Checked(value);
    } = Table.AccumulationSteps.Default;

    /// <summary>
    /// The decay d of a running mean of the weights, a ← d · a + (1 − d) · p after each update, starting from a = p (Polyak and Juditsky,
    /// 1992): at least 0 and below 1; null for no averaging. The mean is validated, compared for the best epoch, and left in the model when
    /// training ends. The weights that the optimizer updates are kept separately, and fitting again continues from them. Running statistics
    /// of normalization are not averaged: they are those of the last step.
    /// </summary>
    public double? AverageDecay { get; init => field = Table.AverageDecay.Checked(value); }

    /// <summary>
    /// Whether <see cref="EpochResult.Layers"/> and <see cref="EpochResult.Units"/> are recorded. The norms are computed in the last step
    /// of an epoch, which takes more time and memory. The trained weights are the same to the bit.
    /// </summary>
    public bool Diagnose { get; init; }

    /// <summary>
    /// Saves the run to disk, so that it can be resumed after the process has ended; null for no checkpoints. A trainer with a checkpoint
    /// fits only once.
    /// </summary>
    public CheckpointOptions? Checkpoint { get; init; }

    /// <summary>
    /// The backend that computes training steps and validation: by default the library's own kernels. All backends give the same run up to
    /// rounding, and can resume each other's checkpoints.
    /// </summary>
    public TrainingBackend Backend
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Backend));
    } = Table.Backend.Default;

    /// <summary>Custom metrics, reported for each epoch; accuracy and R² are computed without them.</summary>
    public IReadOnlyList<BatchMetric> Metrics
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Metrics));
    } = Table.Metrics.Default;

    /// <summary>Callbacks after steps and epochs.</summary>
    public IReadOnlyList<TrainingCallback> Callbacks
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Callbacks));
    } = Table.Callbacks.Default;

    /// <summary>What is done with the rows that do not fill the last batch of an epoch.</summary>
    internal LastBatch LastBatch { get; init; }

    /// <summary>Whether each parameter is updated separately, even if several could be updated as one vector.</summary>
    internal bool KeepsApart { get; init; }

    /// <summary>Whether each image is mixed with another.</summary>
    internal bool IsMixed => Augmentation is { Mixup: > 0 };

    /// <summary>Whether gradients are accumulated over several batches.</summary>
    internal bool Accumulates => AccumulationSteps > 1;
}
