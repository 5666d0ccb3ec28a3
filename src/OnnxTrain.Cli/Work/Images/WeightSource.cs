namespace OnnxTrain.Cli;

/// <summary>Weights to begin with, from an earlier training.</summary>
internal static class WeightSource
{
    private const int Shown = 6;

    /// <summary>The request with what an earlier model says and the command line does not: network, size, channels and fit.</summary>
    public static (TrainRequest Request, ModelDescription? Source) Resolve(TrainRequest request)
    {
        var images = request.Images;
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
    /// <param name="path">The file.</param>
    /// <param name="source">The description in the file: where its classes are others, the last layer is new though it may have the same
    /// shape.</param>
    /// <exception cref="ToolException">Nothing fits.</exception>
    public static IEnumerable<string> Take(DataModel model, string path, ModelDescription? source)
    {
        var last = model.Parameters[^1].Name;
        var lastLayer = last[..(last.LastIndexOf('.') + 1)];
        var isOther = source is not null && !source.Target.Classes.SequenceEqual(model.Classes);
        var found = ImageWeights.Take(
            model, path,
            name => isOther && lastLayer.Length > 0 && name.StartsWith(lastLayer, StringComparison.Ordinal));
        if (found.Taken.Count == 0)
        {
            throw new ToolException(
                $"Nothing in '{path}' fits the network {model.Network}: it has {Names([.. found.Misfits, .. found.Unused])}; the network "
                    + $"has {Names([.. model.Parameters.Select(p => p.Name)])}.",
                "Choose the network of these weights by --model.");
        }

        var notes = new List<string>
        {
            $"{found.Taken.Count} of {found.Taken.Count + found.Misfits.Count + found.Missing.Count + found.LeftOut.Count} tensors taken "
                + $"from {path}",
        };
        if (found.LeftOut.Count > 0)
            notes.Add($"new, because the classes differ: {Names(found.LeftOut)}");
        if (found.Misfits.Count > 0)
            notes.Add($"new, because the shapes differ: {Names(found.Misfits)}");
        if (found.Missing.Count > 0)
            notes.Add($"new, because {Path.GetFileName(path)} lacks them: {Names(found.Missing)}");
        return notes;
    }

    private static string Names(IReadOnlyList<string> names) =>
        names.Count == 0
            ? "nothing"
            : string.Join(", ", names.Take(Shown)) + (names.Count > Shown ? $" and {names.Count - Shown} more" : "");
}
