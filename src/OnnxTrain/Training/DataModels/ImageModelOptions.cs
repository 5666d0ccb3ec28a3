namespace OnnxTrain;

/// <summary>How images go into a model made by <see cref="ImageModel"/>.</summary>
public sealed record ImageModelOptions
{
    /// <summary>The axes of the file's input. Data sets are [rows, height, width, channels] in either case.</summary>
    public ImageAxes Axes { get; init; }

    /// <summary>
    /// What is taken off each channel, of pixels from 0 to 1; null for the mean of the training images. Give that of the set that the
    /// weights were trained on when they are not new, and <see cref="Deviation"/> too.
    /// </summary>
    public IReadOnlyList<double>? Mean { get; init; }

    /// <summary>What each channel is divided by; null for the standard deviation of the training images.</summary>
    public IReadOnlyList<double>? Deviation { get; init; }

    /// <summary>
    /// How images of other sizes are brought to the model's: by the graph itself if it takes <see cref="AnySize"/>, else by
    /// <see cref="DataModel.Predict(PixelImage)"/> and by tools that read the file.
    /// </summary>
    public ImageFit Fit { get; init; }

    /// <summary>
    /// Whether the file takes images of any height and width, [batch, height, width, channels] with names for both, and resizes them to the
    /// training images' size itself: by the rule of <see cref="PixelImage.Resize"/>, that of training images, linear where an image grows
    /// and over all pixels where it shrinks, with pixels rounded to bytes. The images of one batch are of one size. Training takes images
    /// of one size as before, and none of its time.
    /// </summary>
    /// <remarks>
    /// Weights are rounded to multiples of 2⁻¹⁶, so that sums are exact and the bytes the same whoever computes them on a CPU. From those
    /// of <see cref="PixelImage.Resize"/> they differ by 1 where a sum lies between two: on photographs in up to 4 bytes of 1000. The
    /// linear Resize of ONNX would not do: it reads two pixels of a line however many there are, and shrinks photographs (two of 640 ×
    /// 427 pixels, to sides of 28 to 256) to bytes that differ by 1 to 15 on average from those that the model was trained on. A file that
    /// has been given an image without pixels fails.
    /// </remarks>
    public bool AnySize { get; init; }

    /// <summary>The seed of the first weights.</summary>
    public ulong Seed { get; init; }
}
