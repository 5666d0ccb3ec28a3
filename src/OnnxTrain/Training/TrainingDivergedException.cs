namespace OnnxTrain;

/// <summary>
/// The loss was no longer a finite number. The model holds its best weights so far, and <see cref="History"/> what came before.
/// </summary>
public sealed class TrainingDivergedException : Exception
{
    /// <summary>An exception without a message.</summary>
    public TrainingDivergedException()
    {
    }

    /// <summary>An exception that says when it happened and what to try.</summary>
    public TrainingDivergedException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with the failure behind it.</summary>
    public TrainingDivergedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal TrainingDivergedException(string message, History history)
        : base(message) => History = history;

    /// <summary>The epochs before.</summary>
    public History? History { get; }
}
