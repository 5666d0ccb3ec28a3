namespace OnnxTrain.Cli;

/// <summary>Weights to begin with, from an earlier training.</summary>
internal static class WeightSource
{
    private const int Shown = 6;

    /// <summary>The request with what an earlier model says and the command line does not: network, size, channels and fit.</summary>
    public static (TrainRequest Request, ModelDescription? Source) Resolve(TrainRequest request)
    {
        var images = request.Images;
        if (images.From is { } weights && ImageNetWeights.NetworkOf(weights) is { } network)
            return (
                request with
                {
                    Images = images with
                    {
                        Network = images.Network ?? network, Normalization = images.Normalization ?? Normalization.ImageNet,
                    },
                }, null);
        if (images.From is not { } path || ImageWeights.Describes(path) is not { Features: [ImageFeature image] } source)
            return (request, null);
        return (
            request with
            {
                Images = images with
                {
                    Network = images.Network ?? (source.Body as ImageBody)?.Network,
                    Size = images.Size ?? (image.Width, image.Height),
                    Channels =
                        images.Channels != ImageChannels.Auto ? images.Channels
                        : image.Channels == 1 ? ImageChannels.Grey
                        : ImageChannels.Colour,
                    Fit = images.Fit ?? image.Fit,
                },
            },
            source);
    }

    /// <summary>Takes what fits, and says what was taken and what not.</summary>
    /// <param name="model">The model.</param>
    /// <param name="images">The file, and whether all has to fit.</param>
    /// <param name="source">The description in the file: where its classes are others, the last layer is new though it may have the same
    /// shape.</param>
    /// <returns>The variables that were taken, and notes.</returns>
    /// <exception cref="ToolException">Nothing fits, or something besides the last layer does not, and that is not allowed.</exception>
    public static (IReadOnlyList<string> Taken, IReadOnlyList<string> Notes) Take(
        DataModel model, ImageRequest images, ModelDescription? source)
    {
        var path = images.From!;
        var last = model.Parameters[^1].Name;
        var lastLayer = last[..(last.LastIndexOf('.') + 1)];
        var isOther = source is not null && !source.Target.Classes.SequenceEqual(model.Classes);
        var found = ImageWeights.Take(model, path, name => isOther && IsHead(name));
        if (found.Taken.Count == 0)
        {
            throw new ToolException(
                $"Nothing in '{path}' fits the network {model.Network}: it has {Names([.. found.Misfits, .. found.Unused])}; the network "
                    + $"has {Names([.. model.Parameters.Select(p => p.Name)])}.",
                "Choose the network of these weights by --model.");
        }

        if (!images.AllowMissing) RequireFit(found, model, path, IsHead);
        return (found.Taken, [.. Notes(found, path)]);

        bool IsHead(string name) => lastLayer.Length > 0 && name.StartsWith(lastLayer, StringComparison.Ordinal);
    }

    /// <exception cref="ToolException">A weight besides those of the last layer has no counterpart of its shape.</exception>
    private static void RequireFit(ImageWeights found, DataModel model, string path, Func<string, bool> isHead)
    {
        string[] misfits = [.. found.Misfits.Where(name => !isHead(name))];
        string[] missing = [.. found.Missing.Where(name => !isHead(name) && !IsCounter(name))];

        // An ONNX file also holds constants.
        var isOnnx = Path.GetExtension(path).Equals(".onnx", StringComparison.OrdinalIgnoreCase);
        string[] unused = isOnnx ? [] : [.. found.Unused.Where(name => !isHead(name) && !IsCounter(name))];
        string[] problems =
        [
            .. misfits.Length > 0 ? [$"have another shape: {Names(misfits)}"] : Array.Empty<string>(),
            .. missing.Length > 0 ? [$"are missing in the file: {Names(missing)}"] : Array.Empty<string>(),
            .. unused.Length > 0 ? [$"are unknown to the network: {Names(unused)}"] : Array.Empty<string>(),
        ];
        if (problems.Length == 0) return;
        throw new ToolException(
            $"The weights in '{path}' do not fit the network {model.Network}. Weights that {string.Join("; that ", problems)}.",
            "Choose the network of these weights by --model, and images of their channels and size (ResNet's first layer is another below "
                + "64 pixels); or begin with new weights there: --allow-missing.");
    }

    /// <summary>Whether a name is that of the number of batches, which files may lack.</summary>
    private static bool IsCounter(string name) => name.EndsWith("num_batches_tracked", StringComparison.Ordinal);

    private static IEnumerable<string> Notes(ImageWeights found, string path)
    {
        var all = found.Taken.Count + found.Misfits.Count + found.Missing.Count + found.LeftOut.Count;
        yield return $"{found.Taken.Count} of {all} tensors taken from {path}";
        if (found.LeftOut.Count > 0) yield return $"new, because the classes differ: {Names(found.LeftOut)}";
        if (found.Misfits.Count > 0) yield return $"new, because the shapes differ: {Names(found.Misfits)}";
        if (found.Missing.Count > 0) yield return $"new, because {Path.GetFileName(path)} lacks them: {Names(found.Missing)}";
    }

    private static string Names(IReadOnlyList<string> names) =>
        names.Count == 0
            ? "nothing"
            : string.Join(", ", names.Take(Shown)) + (names.Count > Shown ? $" and {names.Count - Shown} more" : "");
}
