namespace OnnxTrain;

/// <summary>The input options of a model created by <see cref="ImageModel"/>.</summary>
public sealed record ImageModelOptions
{
    /// <summary>The order of the axes of the file's input. Data sets are [rows, height, width, channels] in either case.</summary>
    public ImageAxes Axes { get; init; }

    /// <summary>
    /// The mean to subtract from each channel, for pixels from 0 to 1; null for the mean of the training images. With pretrained weights,
    /// pass the mean of the data that they were trained on, and <see cref="Deviation"/> too.
    /// </summary>
    public IReadOnlyList<double>? Mean { get; init; }

    /// <summary>The standard deviation that each channel is divided by; null for that of the training images.</summary>
    public IReadOnlyList<double>? Deviation { get; init; }

    /// <summary>
    /// How images of other sizes are converted to the model's size: by the graph itself with <see cref="AnySize"/>, otherwise by
    /// <see cref="DataModel.Predict(PixelImage)"/> and by tools that read the file.
    /// </summary>
    public ImageFit Fit { get; init; }

    /// <summary>
    /// Whether the file takes images of any height and width, [batch, height, width, channels] with both axes named, and resizes them
    /// itself to the size of the training images. It uses the rule of <see cref="PixelImage.Resize"/>, as for training images: linear
    /// interpolation to enlarge an image, an average over all pixels to shrink it, rounded to bytes. All images of one batch have the same
    /// size. Training still takes images of one size, and is not slower.
    /// </summary>
    /// <remarks>
    /// Interpolation weights are rounded to multiples of 2⁻¹⁶, so that sums are exact and the bytes the same in every runtime on a CPU.
    /// They differ by 1 from those of <see cref="PixelImage.Resize"/> where a sum lies between two bytes: on photographs in up to 4 of 1000
    /// bytes. ONNX's linear Resize cannot be used: it reads two pixels of a line however many there are, and shrinks photographs (two of
    /// 640 × 427 pixels, to sides of 28 to 256) to bytes that differ by 1 to 15 on average from those that the model was trained on. A file
    /// fails if it is given an image without pixels.
    /// </remarks>
    public bool AnySize { get; init; }

    /// <summary>The seed of the initial weights.</summary>
    public ulong Seed { get; init; }
}
