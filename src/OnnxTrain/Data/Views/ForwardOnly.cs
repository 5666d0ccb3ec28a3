namespace OnnxTrain;

/// <summary>What readers of sources that go only forward refuse.</summary>
internal static class ForwardOnly
{
    public static NotSupportedException Refusal() =>
        new("The rows can be read only from the first to the last. Read them into memory first: source.Cache().");

    /// <exception cref="NotSupportedException">The row has been passed.</exception>
    public static void Require(long first, long position)
    {
        if (first < position) throw Refusal();
    }
}
