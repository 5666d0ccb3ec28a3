namespace OnnxTrain.Cli;

/// <summary>What is about to be trained.</summary>
internal static class StartView
{
    private const int MostTensors = 8;

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
        page.Heading(session.Name, session.Headlines is [var only] ? only : $"{session.Headlines.Count} targets");
        if (session.Headlines.Count > 1) page.Facts([.. session.Headlines.Select(target => ("target", target))]);
        page.Facts([.. Facts(session)]);
    }

    /// <summary>What the run is about, for the terminal and for the report.</summary>
    public static IEnumerable<(string Label, string Text)> Facts(TrainingSession session) =>
    [
        ($"{session.Request.Noun}s", Rows(session)),
        .. Inputs(session.Model),
        (
            "network",
            $"{session.Model.Description.Body.Describe(session.Model.InputFeatures, session.Model.Target.Width)}, "
                + Numbers.Count(session.Model.ParameterCount, "parameter")
                + $", about {Numbers.Bytes(BytesOf(session.Model))} in the file"),
        ("training", Training(session.Request)),
        .. FittingText.Of(session) is { Length: > 0 } settings ? [("settings", settings)] : Array.Empty<(string, string)>(),
        .. session.Request.Options.Checkpoint is { } checkpoint ? [("checkpoint", Kept(checkpoint))] : Array.Empty<(string, string)>(),
        .. session.Notes.Select(note => ("note", note)),
    ];

    /// <summary>What each input and target is: the name of its column, and its own description.</summary>
    public static IEnumerable<(string Label, string Text)> Columns(ModelDescription model) =>
    [
        .. model.Features.Select(feature => (feature.Name, feature.Describe())),
        .. model.Targets.Select(target => (target.Name.Length > 0 ? target.Name : "label", target.Describe())),
    ];

    /// <summary>The bytes of the weights, of which a file consists but for a few thousand bytes.</summary>
    private static long BytesOf(Model model) =>
        model.Parameters.Concat(model.Buffers).Sum(variable => variable.Shape.ElementCount) * sizeof(float);

    /// <summary>How many rows there are for each purpose.</summary>
    private static string Rows(TrainingSession session) =>
        $"{session.RowCount:N0} for training, {(session.ValidationCount is { } validation ? $"{validation:N0}" : "none")} for validation"
            + (session.TestCount is { } test ? $", {test:N0} for testing" : "");

    /// <summary>How many columns there are of each kind, and each input that is a tensor of its own.</summary>
    private static IEnumerable<(string Label, string Text)> Inputs(DataModel model)
    {
        var features = model.InputFeatures;
        if (features.Any(feature => feature.RowWidth > 0))
            yield return ("inputs", string.Join(", ", features.GroupBy(f => f.Kind).Select(kind => kind.First().Count(kind.Count()))));
        foreach (var (feature, input) in features.Zip(model.Inputs).Where(pair => pair.First.RowWidth == 0).Take(MostTensors))
            yield return (feature.Name, $"{feature.Describe()}; the file takes {input.ElementType.Text()} {input.Shape}");
    }

    private static string Training(TrainRequest request)
    {
        var optimizer = request.Optimizer switch
        {
            OptimizerKind.Sgd => request.Fitting.Momentum == 0 ? "SGD" : "SGD with momentum",
            var other => other.ToString(),
        };
        var l2 = request.L2 > 0 ? $", l2 {request.L2}" : "";
        return $"{optimizer}, learning rate {request.Rate}, batch size {request.Options.BatchSize}{l2}, seed {request.Options.Seed}";
    }

    private static string Kept(CheckpointOptions checkpoint)
    {
        var epochs = File.Exists(checkpoint.Path) ? TrainingCheckpoint.EpochsIn(checkpoint.Path) : (int?)null;
        var state = epochs switch
        {
            null => $"saved every {checkpoint.Interval.TotalSeconds:0.##} s",
            0 => "continues in its first epoch",
            { } ended => $"continues after {Numbers.Count(ended, "epoch")}",
        };
        return $"{checkpoint.Path}, {state}";
    }
}
