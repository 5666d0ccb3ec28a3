namespace OnnxTrain;

/// <summary>
/// Saves a training run to disk, so that it can be resumed after the process has ended by Ctrl-C, a crash or a power cut: the weights, the
/// state of the optimizer and of the schedule, the position in the data and in the random numbers, the best weights and the history. A
/// resumed run computes the same bits as one that was never interrupted.
/// </summary>
/// <param name="folder">
/// The folder of <c>checkpoint.safetensors</c>; it is created if it does not exist. The file is replaced as a whole. Its weights have the
/// names of the model's variables, so <see cref="ModelWeights.LoadWeights"/> and Python can read them.
/// </param>
public sealed class CheckpointOptions(string folder)
{
    /// <summary>The name of the file in the folder.</summary>
    public const string FileName = "checkpoint.safetensors";

    /// <summary>The folder.</summary>
    public string Folder { get; } =
        string.IsNullOrWhiteSpace(folder) ? throw new ArgumentException("A checkpoint needs a folder.", nameof(folder)) : folder;

    /// <summary>
    /// Whether to resume from the checkpoint in the folder, if there is one. If false, a folder that already holds a checkpoint is refused,
    /// so that no run is overwritten by mistake. The resumed run must be the same run: data, model, initial values, loss, optimizer and all
    /// settings, except the number of epochs, <see cref="TrainingOptions.Patience"/>, <see cref="TrainingOptions.LossThreshold"/>,
    /// <see cref="TrainingOptions.TimeLimit"/>, <see cref="TrainingOptions.Diagnose"/>, <see cref="TrainingOptions.Callbacks"/>,
    /// <see cref="TrainingOptions.Backend"/> and these options. A folder serves one run at a time.
    /// </summary>
    public bool Resume { get; init; }

    /// <summary>The time between two checkpoints; zero for one after each step. The last state of a run is always saved.</summary>
    public TimeSpan Interval
    {
        get;
        init =>
            field =
                value >= TimeSpan.Zero
                    ? value
                    : throw new ArgumentOutOfRangeException(nameof(Interval), value, "Must be zero or more.");
    } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Called when a checkpoint cannot be written, for instance because the disk is full: training goes on, and the next checkpoint is
    /// tried when it is due. Null: the exception ends the training.
    /// </summary>
    public Action<Exception>? OnFailure { get; init; }

    internal string Path => System.IO.Path.Combine(Folder, FileName);
}
