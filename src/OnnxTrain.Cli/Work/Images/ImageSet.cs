namespace OnnxTrain.Cli;

/// <summary>Images as they were read.</summary>
/// <param name="Classes">The names of the classes.</param>
/// <param name="Train">Images to learn from.</param>
/// <param name="Validation">Validation images, or null.</param>
internal sealed record ImageSet(IReadOnlyList<string> Classes, IRowSource Train, IRowSource? Validation)
{
    /// <summary>Images that only the trained model is judged by, or null.</summary>
    public IRowSource? Test { get; init; }

    /// <summary>What was left out or changed, and why.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
