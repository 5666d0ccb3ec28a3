namespace OnnxTrain;

/// <summary>An image file that cannot be used, and the kind of problem.</summary>
internal sealed class UnusableImageException(ImageIssueKind kind, string message, Exception? inner = null) : Exception(message, inner)
{
    public ImageIssueKind Kind { get; } = kind;
}
