using Microsoft.ML.OnnxRuntime;

namespace OnnxTrain;

/// <summary>
/// Predicts the rows of a table with an exported file alone, in ONNX Runtime: what the file's users do. Not for several threads
/// at once.
/// </summary>
public sealed class OnnxPredictor : IDisposable
{
    private const int RowsAtOnce = 1024;

    private readonly string _name;
    private readonly OrtRunner _runner;
    private readonly PredictorInput[] _inputs;
    private readonly PredictorOutputs _outputs;

    /// <summary>Opens a file.</summary>
    /// <param name="path">An ONNX file as this library exports it: an input for each column; a label and probabilities, or numbers.</param>
    /// <param name="provider">What ONNX Runtime computes with.</param>
    /// <exception cref="DataException">There is no such file, it is no ONNX model, or one that does not predict rows of a
    /// table.</exception>
    /// <exception cref="ExecutionProviderException">CUDA was asked for and is not there.</exception>
    public OnnxPredictor(string path, ExecutionProvider provider = ExecutionProvider.Cpu)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var name = _name = Path.GetFileName(path);
        Classes = FileClasses.Of(ModelFile.Read(path));
        _runner = Open(path, name, provider);
        try
        {
            _inputs = [.. _runner.Inputs.Select(input => new PredictorInput(input, name, _runner.Inputs))];
            _outputs = new(_runner.Outputs, name);
        }
        catch
        {
            _runner.Dispose();
            throw;
        }
    }

    /// <summary>The inputs of the file, in its order: name, element type, shape.</summary>
    public IReadOnlyList<OnnxTensorInfo> Inputs => _runner.Inputs;

    /// <summary>The outputs of the file, in its order.</summary>
    public IReadOnlyList<OnnxTensorInfo> Outputs => _runner.Outputs;

    /// <summary>The names of the classes in the order of the probabilities; empty if the file does not classify or does not tell.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>What the file says about itself: words by name.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _runner.Metadata;

    /// <summary>
    /// The kind of each column that the file takes; give it to <see cref="CsvOptions.Types"/> when reading a table to predict.
    /// </summary>
    public IReadOnlyDictionary<string, ColumnKind> ColumnKinds => _inputs.ToDictionary(i => i.Name, i => i.Kind, StringComparer.Ordinal);

    /// <summary>Predicts each row of a table.</summary>
    /// <param name="table">The columns that the file has inputs for; others are passed over.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <returns>One prediction for each row, in order.</returns>
    /// <exception cref="DataException">A column is missing, or holds text where the file takes numbers; or the file does not run, or yields
    /// no prediction for each row.</exception>
    /// <exception cref="OperationCanceledException">The prediction was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The predictor is disposed.</exception>
    public IReadOnlyList<OnnxPrediction> Predict(CsvTable table, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        TensorData[] columns = [.. _inputs.Select(input => input.Read(table))];
        var predictions = new List<OnnxPrediction>(table.RowCount);
        for (var start = 0; start < table.RowCount; start += RowsAtOnce)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(RowsAtOnce, table.RowCount - start);
            var results = _runner.RunFile(
                [.. _inputs.Select((input, i) => (input.Name, columns[i].Rows(start, count)))],
                _outputs.Names, _name);
            predictions.AddRange(_outputs.Rows(results, count, Classes.Count));
        }

        return predictions;
    }

    /// <summary>Frees the session, at once or when the prediction under way on another thread has run its batch.</summary>
    public void Dispose() => _runner.Dispose();

    private static OrtRunner Open(string path, string name, ExecutionProvider provider)
    {
        try
        {
            return new(path, optimize: true, provider);
        }
        catch (Exception e) when (OrtSessions.IsRefusal(e))
        {
            throw new DataException($"{name}: ONNX Runtime {OrtSessions.RuntimeVersion} does not load the file: {e.Message}", e);
        }
    }
}
