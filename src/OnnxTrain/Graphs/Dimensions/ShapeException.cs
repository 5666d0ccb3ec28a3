namespace OnnxTrain;

/// <summary>Shapes or element types that do not fit together, found where the graph is written.</summary>
public sealed class ShapeException : ArgumentException
{
    /// <summary>An exception without a message.</summary>
    public ShapeException()
    {
    }

    /// <summary>An exception that names both shapes and says what would fit.</summary>
    public ShapeException(string message)
        : base(message)
    {
    }

    /// <summary>An exception that adds where the mistake is, such as the path of the module.</summary>
    public ShapeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
