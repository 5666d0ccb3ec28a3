using System.Numerics;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// Trains a model: batches in, updates of its variables out. The same seed and data give the same bits, whatever the number
/// of threads. Fitting again goes on from where it stopped, the optimizer's state included.
/// </summary>
public sealed class Trainer : IDisposable
{
    private readonly Model _model;
    private readonly Optimizer _optimizer;
    private readonly Lifetime _lifetime;
    private readonly CancellationTokenSource _disposal = new();
    private ITrainingLoop? _loop;
    private int _fits;
    private bool _isWeighted;

    /// <summary>A trainer of <paramref name="model"/>.</summary>
    /// <param name="model">The model, which is changed.</param>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="loss">The loss to minimize; if left out, cross-entropy for classifiers and the mean squared error for others.</param>
    /// <exception cref="ArgumentException">The model is an ensemble: its members are trained, before it is made.</exception>
    /// <exception cref="ShapeException">The loss does not take what the model yields.</exception>
    public Trainer(Model model, Optimizer optimizer, Loss? loss = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        if (model.Head is EnsembleHead)
            throw new ArgumentException(
                "The model is an ensemble, which is not trained: train its members, and make it anew.", nameof(model));
        (_model, _optimizer) = (model, optimizer);
        Loss = loss ?? TrainingLoss.Default(model);
        _lifetime = new(this, Free);
    }

    internal Model Model => _model;

    internal Optimizer Optimizer => _optimizer;

    internal TrainingSettings Settings => new()
    {
        Seed = Seed,
        BatchSize = BatchSize,
        Sampling = Sampling,
        LastBatch = DropLast ? LastBatch.Drop : LastBatch.Keep,
        Patience = PatienceInForce,
        TimeLimit = TimeLimit,
        LossThreshold = LossThreshold,
        Schedule = Schedule,
        Checkpoint = Checkpoint,
        AccumulationSteps = AccumulationSteps,
        Diagnose = Diagnose,
        Augmentation = Augmentation,
        IsWeighted = _isWeighted,
        Backend = Backend,
        Update = new()
        {
            ClipValue = ClipValue,
            ClipNorm = ClipNorm,
            Penalty = Penalty,
            Constraint = Constraint,
            Groups = Groups,
            AverageDecay = AverageDecay,
            Accumulates = AccumulationSteps > 1,
        },
    };

    /// <summary>The loss to minimize.</summary>
    public Loss Loss { get; }

    /// <summary>
    /// The backend that computes training steps and validation: the library's own kernels, unless set. All give the same run to rounding,
    /// and one goes on from another's checkpoint.
    /// </summary>
    public TrainingBackend Backend
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Backend));
    } = TrainingBackend.Native;

    /// <summary>The seed of the order of rows and of all other random numbers.</summary>
    public ulong Seed { get; init; }

    /// <summary>The number of rows of a batch.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>
    /// Whether the rows of an epoch that do not fill a batch are left out. They are a batch of their own unless set; but where the network
    /// needs more rows, as batch normalization needs more than one number to a channel, they join the batch before. Data of fewer rows than
    /// a batch are one batch all the same.
    /// </summary>
    public bool DropLast { get; init; }

    /// <summary>How the rows of the batches are drawn: each row once per epoch, shuffled, unless set.</summary>
    public Sampling Sampling { get; init; }

    /// <summary>
    /// How the images of the training rows, the features of the model's first input, are changed each time that they are used; null for not
    /// at all. It runs ahead of training, on threads of its own. Validation rows stay as they are.
    /// </summary>
    public ImageAugmentation? Augmentation { get; init; }

    /// <summary>
    /// How many epochs the validation loss may go without falling before training stops and the best weights return; null
    /// runs all epochs and keeps the last weights. Without validation rows the training loss counts.
    /// </summary>
    public int? Patience { get; init; }

    /// <summary>
    /// How long a fit may take; null for as long as its epochs. When the time is up, the epoch under way ends with the steps that
    /// it has made.
    /// </summary>
    public TimeSpan? TimeLimit
    {
        get;
        init =>
            field =
                value is null || value > TimeSpan.Zero
                    ? value
                    : throw new ArgumentOutOfRangeException(nameof(TimeLimit), value, "It has to be positive.");
    }

    /// <summary>The mean training loss of an epoch at or below which training stops; null for none.</summary>
    public double? LossThreshold { get; init; }

    /// <summary>How the learning rate changes; null keeps it as the optimizer has it. Its time runs on when fitting again.</summary>
    public LearningRateSchedule? Schedule { get; init; }

    /// <summary>
    /// What each element of the gradient is held within, −c … c; null for no bound. It goes before <see cref="ClipNorm"/>.
    /// </summary>
    public double? ClipValue { get; init => field = PositiveOrNull(value, nameof(ClipValue)); }

    /// <summary>
    /// The longest that the gradient of all parameters may be; one that is longer is scaled by c / (‖g‖ + 10⁻⁶) (Pascanu, Mikolov
    /// and Bengio, 2013). Null for no bound.
    /// </summary>
    public double? ClipNorm { get; init => field = PositiveOrNull(value, nameof(ClipNorm)); }

    /// <summary>
    /// A term that is added to the loss, such as <see cref="WeightPenalty"/>. Losses that are reported do not
    /// hold it, so that those of training and validation compare.
    /// </summary>
    public Penalty? Penalty { get; init; }

    /// <summary>
    /// What the parameters are held to after each update, such as <see cref="NormLimit"/> and <see cref="UnitNormLimit"/>.
    /// </summary>
    public WeightConstraint? Constraint { get; init; }

    /// <summary>Parameters with a rate or a weight decay of their own; the first group that holds a parameter counts.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; init; } = [];

    /// <summary>
    /// How many batches' gradients make one update: their mean over all rows, by the weights of rows and classes where there are some, as
    /// of one batch of that size. The last update of an epoch takes the batches that are left.
    /// </summary>
    public int AccumulationSteps { get; init; } = 1;

    /// <summary>
    /// d of a running mean of the weights, a ← d · a + (1 − d) · p after each update, from a = p (Polyak and Juditsky, 1992); null
    /// for none. With it the mean is what is validated, compared for the best epoch, and left in the model when training ends;
    /// the weights that the optimizer works on are kept aside, and fitting again goes on from them. Running statistics of
    /// normalization are no weights: they are those of the last step.
    /// </summary>
    public double? AverageDecay
    {
        get;
        init =>
            field = value is null or (>= 0 and < 1)
                ? value
                : throw new ArgumentOutOfRangeException(nameof(AverageDecay), value, "It has to be at least 0 and below 1.");
    }

    /// <summary>
    /// Whether each epoch is diagnosed: <see cref="EpochResult.Layers"/> and <see cref="EpochResult.Units"/>. The norms are
    /// computed by the last step of an epoch, which takes longer and memory of its own; what is trained stays the same to the bit.
    /// </summary>
    public bool Diagnose { get; init; }

    /// <summary>
    /// Saves the run to disk, so that it can be resumed; null for no checkpoints. Such a trainer fits once.
    /// </summary>
    public CheckpointOptions? Checkpoint { get; init; }

    /// <summary>
    /// Whether all epochs are run and the last weights kept, whatever <see cref="Patience"/> says: for callers that know the best number
    /// of epochs. To be
    /// set before the first fit.
    /// </summary>
    internal bool IgnoresPatience { get; set; }

    /// <summary>The patience that counts.</summary>
    internal int? PatienceInForce => IgnoresPatience ? null : Patience;

    /// <summary>Trains on the rows of a table.</summary>
    /// <param name="train">Rows with the columns and the target that the model was made for.</param>
    /// <param name="epochs">The maximum number of epochs.</param>
    /// <param name="validation">Validation rows, or null.</param>
    /// <param name="progress">Reports progress several times a second and after each epoch.</param>
    /// <param name="cancellationToken">Stops training after the step under way; the best weights so far return.</param>
    /// <returns>The history of the run; <see cref="History.StopReason"/> says why it ended, cancellation included.</returns>
    /// <exception cref="DataException">The table lacks a column, or holds a value that the model does not take.</exception>
    /// <exception cref="TrainingDivergedException">The loss was no longer finite; the best weights so far are back.</exception>
    public History Fit(
        CsvTable train,
        int epochs = 100,
        CsvTable? validation = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        return Fit(Encode(train), epochs, validation is null ? null : Encode(validation), progress, cancellationToken);
    }

    /// <summary>Trains on rows in memory.</summary>
    /// <param name="train">Features and labels or targets, fitting the model's inputs and its loss.</param>
    /// <param name="epochs">The maximum number of epochs.</param>
    /// <param name="validation">Validation rows, or null.</param>
    /// <param name="progress">Reports progress several times a second and after each epoch.</param>
    /// <param name="cancellationToken">Stops training after the step under way; the best weights so far return.</param>
    /// <returns>The history of the run; <see cref="History.StopReason"/> says why it ended, cancellation included.</returns>
    /// <exception cref="ArgumentException">The data do not fit the model.</exception>
    /// <exception cref="InvalidOperationException">The trainer is fitting already, or another one is fitting the model.</exception>
    /// <exception cref="ObjectDisposedException">The trainer is disposed, before or meanwhile.</exception>
    /// <exception cref="NotSupportedException">Rows have weights, and the loss takes none.</exception>
    /// <exception cref="TrainingDivergedException">The loss was no longer finite; the best weights so far are back.</exception>
    public History Fit(
        Dataset train,
        int epochs = 100,
        Dataset? validation = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        using var use = _lifetime.Enter();
        if (Interlocked.Exchange(ref _fits, 1) == 1)
            throw new InvalidOperationException(
                "The trainer is fitting already, on this thread or another one; a trainer fits once at a time.");
        try
        {
            using var model = _model.EnterTraining();
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposal.Token);
            var history = FitAlone(train, epochs, validation, progress, stop.Token);
            ObjectDisposedException.ThrowIf(
                _lifetime.IsClosed && history.StopReason == StopReason.Cancelled && !cancellationToken.IsCancellationRequested, this);
            return history;
        }
        finally
        {
            Volatile.Write(ref _fits, 0);
        }
    }

    private History FitAlone(
        Dataset train, int epochs, Dataset? validation, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        TrainerCheck.Fits(this, train, epochs, validation);
        if (_loop is null)
            _isWeighted = !train.Weights.IsEmpty;
        else if (!_isWeighted && !train.Weights.IsEmpty)
            throw new InvalidOperationException(
                "This trainer began on data without weights; begin with Dataset.WithWeights, of ones if need be, or make a new trainer.");
        if (Checkpoint is not null && _loop is not null)
            throw new InvalidOperationException("A trainer with a checkpoint fits once. Make another one, with a folder of its own.");
        _loop ??= _model.ElementType == ElementType.Float64 ? NewLoop<double>() : NewLoop<float>();
        try
        {
            var history = _loop.Run(train, epochs, validation, progress, cancellationToken);
            TrainingMetadata.Write(_model, this, history);
            return history;
        }
        catch (TrainingDivergedException e) when (e.History is { } history)
        {
            TrainingMetadata.Write(_model, this, history);
            throw;
        }
    }

    internal Dataset Encode(CsvTable table) => _model is TabularModel model
        ? model.Encode(table)
        : throw new InvalidOperationException("Only a TabularModel is trained on a table; give this model a Dataset.");

    /// <summary>
    /// Frees the buffers and the optimizer's state; the model stays. A fit under way, on another thread or this one, ends after its step by
    /// an <see cref="ObjectDisposedException"/>, the model as a cancelled fit leaves it, and what it uses is freed then.
    /// </summary>
    public void Dispose()
    {
        lock (_disposal)
        {
            if (!_lifetime.IsClosed) _disposal.Cancel();
            _lifetime.Close();
        }
    }

    private void Free()
    {
        _loop?.Dispose();
        lock (_disposal) _disposal.Dispose();
    }

    private TrainingLoop<T> NewLoop<T>()
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new(_model, Loss, _optimizer, Settings);

    private static double? PositiveOrNull(double? value, string name) => value is null || (value > 0 && double.IsFinite(value.Value))
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "It has to be a positive number.");
}
