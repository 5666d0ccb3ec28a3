using System.Numerics;

namespace OnnxTrain;

/// <summary>Runs a graph of a model on all rows of data, batch by batch: for validation, evaluation, prediction and diagnosis.</summary>
internal sealed class RowRunner<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Model _model;
    private readonly IStepEngine _engine;
    private readonly IStepEngine? _own;
    private readonly IStepPlans _plans;

    /// <param name="model">The model.</param>
    /// <param name="graph">The graph to run on its features.</param>
    /// <param name="engine">The engine that computes, owned by the caller; null for the library's own kernels.</param>
    public RowRunner(Model model, Graph graph, IStepEngine? engine = null)
    {
        _model = model;
        _own = engine is null ? TrainingBackend.Native.Start(model.Trained, new()) : null;
        _engine = engine ?? _own!;
        _plans = _engine.Prepare(graph);
    }

    /// <summary>Runs on all rows; in order, if they have one size.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="rowsAtOnce">The number of rows in a batch.</param>
    /// <param name="read">Reads the results of a batch.</param>
    /// <param name="fill">Fills the inputs other than the features; null if there are none.</param>
    public void Run(IRowSource data, int rowsAtOnce, Action<IStepPlan, Batch<T>> read, Action<IStepPlan, Batch<T>>? fill = null)
    {
        _engine.Upload();
        using var reader = new BatchReader<T>(data, rowsAtOnce, seed: null);
        for (var i = 0; i < reader.BatchesPerEpoch; i++)
        {
            var batch = reader.Read();
            var plan = _plans.For(RowAxes.Of(_model, batch.Columns, batch.RowCount));
            for (var input = 0; input < _model.Features.Count; input++) batch.Content(input).CopyTo(plan.Bytes(_model.Features[input]));
            fill?.Invoke(plan, batch);
            plan.Run();
            read(plan, batch);
        }
    }

    public void Dispose()
    {
        _plans.Dispose();
        _own?.Dispose();
    }
}
