namespace OnnxTrain;

/// <summary>A model cannot be exported as requested. Nothing was written.</summary>
public sealed class ExportException : Exception
{
    /// <summary>Creates an exception without a message.</summary>
    public ExportException()
    {
    }

    /// <summary>Creates an exception. The message says what cannot be written, where it is in the model, and what to do instead.</summary>
    public ExportException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with its cause.</summary>
    public ExportException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
