using System.Globalization;

namespace OnnxTrain;

/// <summary>
/// Writes a training run as an event file for TensorBoard, while training runs: pass it to <see cref="Trainer"/> as progress. It writes,
/// with the epoch as the step: <c>loss/training</c>, <c>loss/validation</c>, the same for the metric, <c>learning_rate</c>,
/// <c>rows_per_second</c>, and if they were recorded <c>gradient_norm/…</c>, <c>weight_norm/…</c>, <c>update_ratio/…</c> of each parameter
/// and <c>dead_units/…</c> of each activation.
/// </summary>
public sealed class TensorBoardWriter : IProgress<TrainingProgress>, IDisposable
{
    private readonly FileStream _stream;
    private readonly string _metric;
    private readonly Lock _gate = new();

    /// <summary>Creates the folder if it does not exist, and a new file in it.</summary>
    /// <param name="folder">The folder of this run; TensorBoard shows sibling folders as other runs.</param>
    /// <param name="metric">The name of the epochs' metric, such as <c>accuracy</c>.</param>
    /// <exception cref="IOException">The folder or the file cannot be created.</exception>
    public TensorBoardWriter(string folder, string metric = "metric")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ArgumentException.ThrowIfNullOrWhiteSpace(metric);
        _metric = metric;
        Directory.CreateDirectory(folder);
        _stream = NewFile(folder);
        Path = _stream.Name;
        RecordStream.Write(_stream, EventMessage.Version(Now));
        _stream.Flush();
    }

    /// <summary>The file, <c>events.out.tfevents.*</c>.</summary>
    public string Path { get; }

    private static double Now => (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalSeconds;

    /// <summary>Writes the result of an epoch when it has finished.</summary>
    /// <param name="value">The progress.</param>
    public void Report(TrainingProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Result is { } epoch) Write(epoch);
    }

    /// <summary>Writes the result of an epoch.</summary>
    /// <param name="epoch">The epoch.</param>
    public void Write(EpochResult epoch)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        Write(epoch.Epoch, Scalars(epoch));
    }

    /// <summary>Writes one number.</summary>
    /// <param name="tag">Its name; a prefix before a slash is a group.</param>
    /// <param name="step">The step that it belongs to.</param>
    /// <param name="value">The number; it is stored as float32.</param>
    public void Write(string tag, long step, double value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(tag);
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        Write(step, [(tag, value)]);
    }

    /// <summary>Closes the file, after the record that is being written.</summary>
    public void Dispose()
    {
        using var turn = _gate.EnterScope();
        _stream.Dispose();
    }

    private void Write(long step, IEnumerable<(string Tag, double? Value)> scalars)
    {
        using var turn = _gate.EnterScope();
        RecordStream.Write(
            _stream,
            EventMessage.Scalars(Now, step, scalars.Where(s => s.Value is not null).Select(s => (s.Tag, (float)s.Value!.Value))));
        _stream.Flush();
    }

    private IEnumerable<(string Tag, double? Value)> Scalars(EpochResult epoch) =>
    [
        ("loss/training", epoch.TrainingLoss),
        ("loss/validation", epoch.ValidationLoss),
        ($"{_metric}/training", epoch.TrainingMetric),
        ($"{_metric}/validation", epoch.ValidationMetric),
        .. epoch.Metrics.SelectMany(m => ((string, double?)[])[($"{m.Name}/training", m.Training), ($"{m.Name}/validation", m.Validation)]),
        ("learning_rate", epoch.LearningRate),
        ("rows_per_second", epoch.RowsPerSecond),
        .. epoch.Layers.Select(l => ($"gradient_norm/{l.Name}", (double?)l.GradientNorm)),
        .. epoch.Layers.Select(l => ($"weight_norm/{l.Name}", (double?)l.WeightNorm)),
        .. epoch.Layers.Select(l => ($"update_ratio/{l.Name}", l.UpdateRatio)),
        .. epoch.Units.Select(u => ($"dead_units/{u.Name}", (double?)u.DeadShare)),
    ];

    /// <summary>A unique file, even for two runs that start in the same second.</summary>
    private static FileStream NewFile(string folder)
    {
        var seconds = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        for (var number = 0; ; number++)
        {
            var name = string.Create(
                CultureInfo.InvariantCulture, $"events.out.tfevents.{seconds:D10}.onnxtrain.{Environment.ProcessId}.{number}");
            try
            {
                return new(System.IO.Path.Combine(folder, name), FileMode.CreateNew, FileAccess.Write, FileShare.Read);
            }
            catch (IOException) when (File.Exists(System.IO.Path.Combine(folder, name)))
            {
                // Already used by another run: try the next number.
            }
        }
    }
}
