namespace OnnxTrain;

/// <summary>The exceptions of readers that can only read forward.</summary>
internal static class ForwardOnly
{
    public static NotSupportedException Refusal() =>
        new("The rows can be read only from the first to the last. Read them into memory first: source.Cache().");

    /// <exception cref="NotSupportedException">The row is before the current position.</exception>
    public static void Require(long first, long position)
    {
        if (first < position) throw Refusal();
    }
}
