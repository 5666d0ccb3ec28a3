using System.Numerics;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// Trains a model: batches in, updates of its variables out. The same seed and data give the same bits for any number of threads. Fitting
/// again continues where training stopped, including the state of the optimizer.
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
    private double? _baseLearningRate;

    /// <summary>Creates a trainer of <paramref name="model"/>.</summary>
    /// <param name="model">The model, whose variables are changed.</param>
    /// <param name="optimizer">The optimizer, which updates parameters by their gradients.</param>
    /// <param name="loss">The loss to minimize; null for cross-entropy for classifiers and mean squared error for other models.</param>
    /// <param name="options">The training options; null for the defaults.</param>
    /// <exception cref="ArgumentException">The model is an ensemble; its members are trained instead, before it is created.</exception>
    /// <exception cref="ShapeException">The loss does not take the output of the model.</exception>
    public Trainer(Model model, Optimizer optimizer, Loss? loss = null, TrainingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        if (model.Target is AnswerTarget)
            throw new ArgumentException(
                "The model is an ensemble, which cannot be trained: train its members, and create it again.", nameof(model));
        (_model, _optimizer) = (model, optimizer);
        (Loss, Options) = (loss ?? TrainingLoss.Default(model), options ?? new());
        _lifetime = new(this, Free);
    }

    /// <summary>The training options.</summary>
    public TrainingOptions Options { get; internal set; }

    /// <summary>The loss to minimize.</summary>
    public Loss Loss { get; }

    /// <summary>The base learning rate from the next step on, which the schedule scales. It is the optimizer's unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative or not finite.</exception>
    public double BaseLearningRate
    {
        get => _loop?.BaseLearningRate ?? _baseLearningRate ?? _optimizer.LearningRate;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            if (!double.IsFinite(value)) throw new ArgumentOutOfRangeException(nameof(value), value, "A learning rate must be finite.");
            if (_loop is null) _baseLearningRate = value;
            else _loop.BaseLearningRate = value;
        }
    }

    internal Model Model => _model;

    internal Optimizer Optimizer => _optimizer;

    /// <summary>Whether the rows of its fits have weights.</summary>
    internal bool IsWeighted => _isWeighted;

    /// <summary>
    /// Trains on rows: a <see cref="CsvTable"/>, a <see cref="Dataset"/> in memory, an <see cref="ImageFolder"/>, or any other source.
    /// </summary>
    /// <param name="train">Features and labels or targets, fitting the model's inputs and its loss; for a <see cref="DataModel"/> of
    /// columns a table that has them.</param>
    /// <param name="epochs">The maximum number of epochs.</param>
    /// <param name="validation">Validation rows, or null.</param>
    /// <param name="progress">Reports progress several times a second and after each epoch.</param>
    /// <param name="cancellationToken">Stops training after the current step; the best weights so far are restored.</param>
    /// <returns>The history of the run; <see cref="History.StopReason"/> tells why it ended, including cancellation.</returns>
    /// <exception cref="ArgumentException">The data do not fit the model.</exception>
    /// <exception cref="DataException">A table lacks a column, or holds a value that the model cannot take.</exception>
    /// <exception cref="InvalidOperationException">The trainer is fitting already, or another one is fitting the model.</exception>
    /// <exception cref="ObjectDisposedException">The trainer is disposed, before or during the fit.</exception>
    /// <exception cref="NotSupportedException">The rows have weights, and the loss does not take weights.</exception>
    /// <exception cref="TrainingDivergedException">The loss was no longer finite; the best weights so far are restored.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled while the rows were encoded, before the first step.</exception>
    public History Fit(
        IRowSource train,
        int epochs = 100,
        IRowSource? validation = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        (train, validation) = (Encode(train, cancellationToken), validation is null ? null : Encode(validation, cancellationToken));
        using var turn = Enter();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposal.Token);
        var history = FitAlone(train, epochs, validation, progress, stop.Token);
        ObjectDisposedException.ThrowIf(
            _lifetime.IsClosed && history.StopReason == StopReason.Cancelled && !cancellationToken.IsCancellationRequested, this);
        return history;
    }

    /// <summary>
    /// Makes one update on all rows of a batch, for custom training loops: adversarial networks, reinforcement learning, curricula. Loss,
    /// optimizer, schedule, clipping, penalty, constraint and groups are the trainer's; the caller supplies the batches and decides when to
    /// stop. A loss that is not finite is returned as it is.
    /// </summary>
    /// <param name="batch">Features and labels or targets, fitting the model's inputs and its loss.</param>
    /// <returns>The loss before the update, the accuracy and the learning rate.</returns>
    /// <exception cref="ArgumentException">The data do not fit the model.</exception>
    /// <exception cref="InvalidOperationException"> An option needs a whole fit: a checkpoint, augmentation, a running mean of the weights,
    /// or several batches per update. Or the model is being trained, by this trainer or another one.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The trainer is disposed.</exception>
    public StepResult TrainStep(Dataset batch) => TrainStep((IRowSource)batch);

    /// <summary>
    /// Makes one update on all rows of a source, as <see cref="TrainStep(Dataset)"/> does: some images of a folder by
    /// <see cref="RowViews.Select"/>, or any other rows that can be read in any order.
    /// </summary>
    /// <inheritdoc cref="TrainStep(Dataset)"/>
    public StepResult TrainStep(IRowSource batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var turn = Enter();
        TrainerCheck.Steps(this, batch);
        return Loop(new RowRoles(batch).IsWeighted).TrainStep(batch);
    }

    /// <summary>Locks the model and this trainer against other trainings until disposed.</summary>
    private Turn Enter()
    {
        var use = _lifetime.Enter();
        if (Interlocked.Exchange(ref _fits, 1) == 1)
        {
            use.Dispose();
            throw new InvalidOperationException(
                "The trainer is fitting already, on this thread or another one; a trainer fits once at a time.");
        }

        try
        {
            return new(this, use, _model.EnterTraining());
        }
        catch
        {
            Volatile.Write(ref _fits, 0);
            use.Dispose();
            throw;
        }
    }

    private ITrainingLoop Loop(bool isWeighted)
    {
        if (_loop is null)
            _isWeighted = isWeighted;
        else if (!_isWeighted && isWeighted)
            throw new InvalidOperationException(
                "This trainer started on data without weights; start with Dataset.WithWeights, with weights of 1 if necessary, or create "
                    + "a new trainer.");
        if (_loop is not null) return _loop;
        _loop = _model.ElementType.VisitFloat<LoopMaker, ITrainingLoop>(new(this));
        if (_baseLearningRate is { } rate) _loop.BaseLearningRate = rate;
        return _loop;
    }

    private History FitAlone(
        IRowSource train, int epochs, IRowSource? validation, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        TrainerCheck.Fits(this, train, epochs, validation);
        if (Options.Checkpoint is not null && _loop is not null)
            throw new InvalidOperationException("A trainer with a checkpoint fits only once. Create another trainer with its own folder.");
        var loop = Loop(new RowRoles(train).IsWeighted);
        try
        {
            var history = loop.Run(train, epochs, validation, progress, cancellationToken);
            TrainingMetadata.Write(_model, this, history);
            return history;
        }
        catch (TrainingDivergedException e) when (e.History is { } history)
        {
            TrainingMetadata.Write(_model, this, history);
            throw;
        }
    }

    internal IRowSource Encode(IRowSource rows, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (_model is DataModel model) return model.Encode(rows, progress: null, cancellationToken);
        return rows is CsvTable
            ? throw new InvalidOperationException("Only a DataModel can be trained on a table; use a Dataset for this model.")
            : rows;
    }

    /// <summary>
    /// Frees the buffers and the optimizer's state; the model is not disposed. A running fit, on this thread or another one, ends after its
    /// step with an <see cref="ObjectDisposedException"/>. The model is then in the state of a cancelled fit, and memory is freed.
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
        new(_model, Loss, _optimizer, Options, _isWeighted);

    private readonly struct Turn(Trainer trainer, Lifetime.Use use, Model.Training training) : IDisposable
    {
        public void Dispose()
        {
            training.Dispose();
            Volatile.Write(ref trainer._fits, 0);
            use.Dispose();
        }
    }

    private readonly struct LoopMaker(Trainer trainer) : IFloatVisitor<ITrainingLoop>
    {
        public ITrainingLoop Visit<T>()
            where T : unmanaged, IFloatingPointIeee754<T> => trainer.NewLoop<T>();
    }
}
