namespace OnnxTrain;

/// <summary>How images go into an <see cref="ImageModel"/>.</summary>
public sealed record ImageModelOptions
{
    /// <summary>The axes of the file's input. Data sets are [rows, height, width, channels] in either case.</summary>
    public ImageAxes Axes { get; init; }

    /// <summary>
    /// What is taken off each channel, of pixels from 0 to 1; null for the mean of the training images. Give that of the set that the weights were trained on when
    /// they are not new, and <see cref="Deviation"/> too.
    /// </summary>
    public IReadOnlyList<double>? Mean { get; init; }

    /// <summary>What each channel is divided by; null for the standard deviation of the training images.</summary>
    public IReadOnlyList<double>? Deviation { get; init; }

    /// <summary>How images of other sizes are brought to the model's, for tools that read the file; the model itself takes one size.</summary>
    public ImageFit Fit { get; init; }

    /// <summary>The seed of the first weights.</summary>
    public ulong Seed { get; init; }
}
