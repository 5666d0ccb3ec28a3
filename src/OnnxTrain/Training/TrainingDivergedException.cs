namespace OnnxTrain;

/// <summary>
/// The loss was no longer a finite number. The model holds its best weights so far, and <see cref="History"/> the epochs before.
/// </summary>
public sealed class TrainingDivergedException : Exception
{
    /// <summary>Creates an exception without a message.</summary>
    public TrainingDivergedException()
    {
    }

    /// <summary>Creates an exception. The message says when it happened and what to try.</summary>
    public TrainingDivergedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with its cause.</summary>
    public TrainingDivergedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal TrainingDivergedException(string message, History history)
        : base(message) => History = history;

    /// <summary>The epochs before.</summary>
    public History? History { get; }
}
