namespace OnnxTrain;

/// <summary>A model that cannot be written as asked; nothing was written.</summary>
public sealed class ExportException : Exception
{
    /// <summary>An exception without a message.</summary>
    public ExportException()
    {
    }

    /// <summary>An exception that says what cannot be written, where it is in the model, and what would do.</summary>
    public ExportException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with the failure behind it.</summary>
    public ExportException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
