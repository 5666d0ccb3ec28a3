namespace OnnxTrain;

/// <summary>An ONNX file does not compute what the model computes. The message holds the whole report.</summary>
public sealed class VerificationException : Exception
{
    /// <summary>Creates an exception without a message.</summary>
    public VerificationException()
    {
    }

    /// <summary>An exception that says what differs.</summary>
    public VerificationException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with its cause.</summary>
    public VerificationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>An exception that says what the report says.</summary>
    public VerificationException(VerificationReport report)
        : base(report?.ToString()) =>
        Report = report;

    /// <summary>What was found; null if the exception was made without.</summary>
    public VerificationReport? Report { get; }
}
