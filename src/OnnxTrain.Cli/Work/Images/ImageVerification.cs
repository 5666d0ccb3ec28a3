namespace OnnxTrain.Cli;

/// <summary>Verifies a file on images: so many, and so many at once, that time and memory do not grow with the set.</summary>
internal static class ImageVerification
{
    private const int MostImages = 1000;
    private const int BytesAtOnce = 1 << 20;

    public static VerificationReport Run(ImageModel model, string path, Dataset images, VerificationOptions options, CancellationToken cancellationToken)
    {
        var atOnce = Math.Clamp(BytesAtOnce / (model.Height * model.Width * model.Channels), 8, 256);
        return OnnxVerifier.Verify(model, path, Sample(images), options with { LargestBatch = atOnce, RowsPerBatchSize = 21 }, cancellationToken);
    }

    /// <summary>The images that are compared, spread over the set.</summary>
    public static Dataset Sample(Dataset images)
    {
        var count = Math.Min(images.RowCount, MostImages);
        return count == images.RowCount ? images : images.Select([.. Enumerable.Range(0, count).Select(i => (int)((long)i * images.RowCount / count))]);
    }
}
