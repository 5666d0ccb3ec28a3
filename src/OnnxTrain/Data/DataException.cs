namespace OnnxTrain;

/// <summary>Data that cannot be used. The message says what is wrong, where (file, line, column, value) and what to do about it.</summary>
public sealed class DataException : Exception
{
    /// <summary>Creates an exception with a general message.</summary>
    public DataException()
        : this("The data cannot be used.")
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">What is wrong, where, and what to do.</param>
    public DataException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with its cause.</summary>
    /// <param name="message">What is wrong, where, and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public DataException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
