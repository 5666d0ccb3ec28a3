namespace OnnxTrain.Cli;

/// <summary>What is about to be trained.</summary>
internal static class StartView
{
    private const int MostNames = 6;

    public static void Write(Page page, TrainingSession session)
    {
        var output = session.Request.Output;
        WriteFacts(page, session);
        if (!Path.GetExtension(output).Equals(".onnx", StringComparison.OrdinalIgnoreCase))
            page.Fact("note", $"{output} does not end in .onnx; other programs may not take it for a model");
        page.Blank();
    }

    /// <summary>What there is to learn from, and how.</summary>
    public static void WriteFacts(Page page, TrainingSession session)
    {
        page.Heading(session.Name, session.Headline);
        foreach (var (label, text) in Facts(session)) page.Fact(label, text);
    }

    /// <summary>What the run is about, for the terminal and for the report.</summary>
    public static IEnumerable<(string Label, string Text)> Facts(TrainingSession session) =>
    [
        .. session.Facts,
        ("training", Training(session.Request)),
        .. FittingText.Of(session) is { Length: > 0 } settings ? [("settings", settings)] : Array.Empty<(string, string)>(),
        .. session.Request.Options.Checkpoint is { } checkpoint ? [("kept in", Kept(checkpoint))] : Array.Empty<(string, string)>(),
        .. session.Notes.Select(note => ("note", note)),
    ];

    /// <summary>How many classes there are, and the first names.</summary>
    public static string Classes(IReadOnlyList<string> names)
    {
        var shown = names.Count <= MostNames ? string.Join(", ", names) : $"{string.Join(", ", names.Take(MostNames))} …";
        return $"{Numbers.Count(names.Count, "class").Replace("classs", "classes", StringComparison.Ordinal)}, {shown}";
    }

    /// <summary>How much there is to learn from, and to validate with.</summary>
    public static string Rows(string noun, int train, int? validation) => validation is { } rows
        ? $"{train:N0} to learn from, {Numbers.Count(rows, $"validation {noun}")}"
        : $"{train:N0} to learn from, no validation {noun}s";

    private static string Training(TrainRequest request)
    {
        var optimizer = request.Optimizer switch
        {
            OptimizerKind.Sgd => request.Fitting.Momentum == 0 ? "SGD" : "SGD with momentum",
            var other => other.ToString(),
        };
        var l2 = request.L2 > 0 ? $", l2 {request.L2}" : "";
        var (batchSize, seed) = (request.Options.BatchSize, request.Options.Seed);
        return $"{optimizer}, rate {request.Rate}, {Numbers.Count(batchSize, request.Noun)} a step{l2}, seed {seed}";
    }

    private static string Kept(CheckpointOptions checkpoint)
    {
        var epochs = File.Exists(checkpoint.Path) ? TrainingCheckpoint.EpochsIn(checkpoint.Path) : (int?)null;
        var state = epochs switch
        {
            null => $"every {checkpoint.Interval.TotalSeconds:0.##} s",
            0 => "goes on in its first epoch",
            { } ended => $"goes on after {Numbers.Count(ended, "epoch")}",
        };
        return $"{checkpoint.Path}, {state}";
    }
}
