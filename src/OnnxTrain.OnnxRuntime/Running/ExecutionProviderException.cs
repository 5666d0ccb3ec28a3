namespace OnnxTrain;

/// <summary>ONNX Runtime cannot compute with the provider asked for. The message says what is lacking and how to get it.</summary>
public sealed class ExecutionProviderException : Exception
{
    /// <summary>Creates an exception without a message.</summary>
    public ExecutionProviderException()
    {
    }

    /// <summary>An exception that says what is lacking and how to get it.</summary>
    public ExecutionProviderException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with its cause.</summary>
    public ExecutionProviderException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
