namespace OnnxTrain;

/// <summary>
/// A training step as a graph: forward, loss, backward and update. The learning rate is an input, so that it can change from step to step.
/// Nothing runs here: <see cref="TrainingStep{T}"/> runs the graph, and <see cref="TrainingExport"/> writes it.
/// </summary>
internal sealed class StepGraph : IDisposable
{
    private readonly ParameterUpdate _update;

    /// <exception cref="ShapeException">The loss is not a scalar.</exception>
    /// <exception cref="ArgumentException">There is nothing to train.</exception>
    public StepGraph(Model model, Loss loss, Optimizer optimizer, TrainingOptions? options = null, bool isWeighted = false)
    {
        Model = model;
        options ??= new();
        Batch = new(model, loss, model.Output, isWeighted, options.IsMixed);
        if (Batch.Loss.Rank != 0) throw new ShapeException($"{loss.GetType().Name} yields {Batch.Loss.Type}; a loss must be a scalar.");
        var groups = new ParameterGroups(model.Parameters, options.Groups);
        var freezing = new Freezing(model, Batch.Loss, groups);
        if (freezing.Output != model.Output) Batch = new(model, loss, freezing.Output, isWeighted, options.IsMixed);
        if (model.Task == ModelTask.Classification && Batch.Target.ElementType == ElementType.Int64)
            (Accuracy, Counted) = TrainingLoss.AccuracyOf(loss, freezing.Output, Batch);
        _update = new(model, freezing, groups, Batch, Rate, optimizer, options);
        var (lossState, lossUpdates) = loss is IStatefulLoss stateful ? (stateful.State, stateful.Updates) : ([], []);
        StateBlocks = [.. _update.StateBlocks, .. lossState];
        Value[] feeds = [.. model.Features, .. Batch.Feeds, Rate];
        Value[] fetches = Accuracy is null ? [.. Batch.Fetches] : [.. Batch.Fetches, Accuracy];
        Assignment[] updates = [.. lossUpdates, .. freezing.Updates];
        Graph = new(feeds, fetches, [.. _update.Apply, .. updates]);
        Metrics = [.. options.Metrics.Select(metric => metric.Of(freezing.Output, model.Target.EncodeTarget(Batch.Target)))];
        fetches = [.. fetches, .. Counted is null ? [] : (Value[])[Counted], .. Metrics];
        Counting = Counted is null && Metrics.Count == 0 ? Graph : new(feeds, fetches, Graph.Updates);
        Gathering = _update.Gather is { } gather ? new(feeds, fetches, [.. gather, .. updates]) : null;
        if (!options.Diagnose) return;
        Norms = new(_update);
        Diagnosing = new(feeds, [.. fetches, .. Norms.Fetches], Graph.Updates);
    }

    /// <summary>The model that is trained.</summary>
    public Model Model { get; }

    /// <summary>The step.</summary>
    public Graph Graph { get; }

    /// <summary>The step as it runs: it also yields the number of rows that count for the accuracy, and the custom metrics.</summary>
    public Graph Counting { get; }

    /// <summary>A step that only accumulates gradients; null if each step is an update.</summary>
    public Graph? Gathering { get; }

    /// <summary>A step that also computes <see cref="Norms"/>; null if they are not requested.</summary>
    public Graph? Diagnosing { get; }

    /// <summary>The norms of gradients, weights and updates, if requested.</summary>
    public UpdateNorms? Norms { get; }

    /// <summary>The input of the learning rate: float64, a scalar.</summary>
    public Value Rate { get; } = Value.Input("learning_rate", ElementType.Float64, []);

    /// <summary>The inputs of targets and weights, and the loss.</summary>
    public BatchLoss Batch { get; }

    /// <summary>The accuracy on the batch, if the model has one.</summary>
    public Value? Accuracy { get; }

    /// <summary>The number of rows, or positions in them, that count for the accuracy, if that is not the number of rows.</summary>
    public Value? Counted { get; }

    /// <summary>The custom metrics on the batch: float64, scalars.</summary>
    public IReadOnlyList<Value> Metrics { get; }

    /// <summary>State that is kept between steps, other than the model's.</summary>
    public IReadOnlyList<VariableBlock> StateBlocks { get; }

    /// <summary>The running mean of the parameters, or null.</summary>
    public VariableBlock? Average => _update.Average;

    /// <summary>The reason why batches with these lengths of named axes cannot be trained on; null if they can.</summary>
    public ArgumentException? Refuses(IReadOnlyDictionary<string, long> axes)
    {
        try
        {
            foreach (var node in Graph.Nodes) node.Op.Check(d => d.Evaluate(name => axes[name]));
            return null;
        }
        catch (ArgumentException e)
        {
            return e;
        }
    }

    /// <summary>Clears the state of the optimizer.</summary>
    public void ResetOptimizer() => _update.Reset();

    /// <summary>Discards accumulated gradients that were not used.</summary>
    public void DropGradients() => _update.DropGradients();

    public void Dispose() => _update.Dispose();
}
