namespace OnnxTrain;

/// <summary>
/// Keeps a training run on the disk, so that it can go on after the process has ended, by Ctrl-C, by a crash or by a power cut: weights,
/// the optimizer's state, the schedule's, the position in the data and in the random numbers, the best weights, the history. A run that
/// goes on computes the same bits as one that was never interrupted.
/// </summary>
/// <param name="folder">
/// Where <c>checkpoint.safetensors</c> lies; made if there is none. The file is replaced whole. Its weights have the names of the model's
/// variables, so that <see cref="ModelWeights.LoadWeights"/> and Python read them.
/// </param>
public sealed class CheckpointOptions(string folder)
{
    /// <summary>The name of the file in the folder.</summary>
    public const string FileName = "checkpoint.safetensors";

    /// <summary>The folder.</summary>
    public string Folder { get; } =
        string.IsNullOrWhiteSpace(folder) ? throw new ArgumentException("A checkpoint needs a folder.", nameof(folder)) : folder;

    /// <summary>
    /// Whether to go on from the checkpoint in the folder, if there is one. Without, a folder that holds one is refused, so that no run is
    /// overwritten by mistake. It has to be the same run: data, model, its first values, loss, optimizer and all settings but those of its
    /// end and its outside, which are the number of epochs, <see cref="TrainingOptions.Patience"/>,
    /// <see cref="TrainingOptions.LossThreshold"/>, <see cref="TrainingOptions.TimeLimit"/>, <see cref="TrainingOptions.Diagnose"/>,
    /// <see cref="TrainingOptions.Callbacks"/>, <see cref="TrainingOptions.Backend"/> and these options. A folder serves one run at a time.
    /// </summary>
    public bool Resume { get; init; }

    /// <summary>
    /// How much time passes from one checkpoint to the next; zero for one after each step. The last state of a run is always kept.
    /// </summary>
    public TimeSpan Interval
    {
        get;
        init =>
            field =
                value >= TimeSpan.Zero
                    ? value
                    : throw new ArgumentOutOfRangeException(nameof(Interval), value, "It has to be zero or more.");
    } = TimeSpan.FromSeconds(30);

    internal string Path => System.IO.Path.Combine(Folder, FileName);
}
