namespace OnnxTrain.Cli;

/// <summary>Makes data ready and a model of them, as a request asks.</summary>
internal static class Sessions
{
    /// <exception cref="ToolException">There is nothing to learn from the data, or settings do not go together.</exception>
    /// <exception cref="DataException">The data are missing or bad.</exception>
    public static TrainingSession Open(TrainRequest request, Terminal terminal, CancellationToken cancellationToken) => request switch
    {
        ImageRequest images => OfImages(images, terminal, cancellationToken),
        var table => OfTable((TableRequest)table),
    };

    private static TableSession OfTable(TableRequest request) => new(request, DataPreparation.Prepare(request));

    private static ImageSession OfImages(ImageRequest request, Terminal terminal, CancellationToken cancellationToken)
    {
        var (resolved, source) = WeightSource.Resolve(request);
        ImageData data;
        if (resolved.Threads is { } threads) Parallelism.MaxThreads = threads;
        using (var reading = new ReadingView(terminal)) data = ImagePreparation.Prepare(resolved, reading, cancellationToken);
        return new(resolved, data, source);
    }
}
