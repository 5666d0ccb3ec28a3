namespace OnnxTrain;

/// <summary>Shapes or element types do not fit together. Thrown while a graph is built.</summary>
public sealed class ShapeException : ArgumentException
{
    /// <summary>Creates an exception without a message.</summary>
    public ShapeException()
    {
    }

    /// <summary>Creates an exception. The message gives both shapes and what would fit.</summary>
    public ShapeException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception that adds the position of the mistake, such as the path of the module.</summary>
    public ShapeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
