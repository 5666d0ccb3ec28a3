namespace OnnxTrain.Cli;

/// <summary>What is about to be trained.</summary>
internal static class StartView
{
    private const int MostNames = 6;

    public static void Write(Page page, TrainRequest request, PreparedData data, TabularModel model)
    {
        page.Heading(data.Name, Task(data, model));
        foreach (var (label, text) in Facts(request, data, model)) page.Fact(label, text);
        if (!Path.GetExtension(request.Output).Equals(".onnx", StringComparison.OrdinalIgnoreCase))
            page.Fact("note", $"{request.Output} does not end in .onnx; other programs may not take it for a model");
        page.Blank();
    }

    /// <summary>What the run is about, for the terminal and for the report.</summary>
    public static IEnumerable<(string Label, string Text)> Facts(TrainRequest request, PreparedData data, TabularModel model) =>
    [
        ("rows", Rows(data)),
        ("columns", Columns(model)),
        ("network", Network(request, model)),
        ("training", Training(request)),
        .. FittingText.Of(request, data) is { Length: > 0 } settings ? [("settings", settings)] : Array.Empty<(string, string)>(),
        .. request.Checkpoint is { } checkpoint ? [("kept in", Kept(checkpoint))] : Array.Empty<(string, string)>(),
        .. data.Notes.Select(note => ("note", note)),
    ];

    private static string Task(PreparedData data, TabularModel model) => data.Task == ModelTask.Classification
        ? $"{data.Target}: {Numbers.Count(model.Classes.Count, "class").Replace("classs", "classes", StringComparison.Ordinal)}, {Names(model.Classes)}"
        : $"{data.Target}: a number";

    private static string Rows(PreparedData data) => data.Validation is { } validation
        ? $"{data.Train.RowCount:N0} to learn from, {Numbers.Count(validation.RowCount, "validation row")}"
        : $"{data.Train.RowCount:N0} to learn from, no validation rows";

    private static string Columns(TabularModel model)
    {
        var kinds = model.ColumnKinds.Values.CountBy(kind => kind == ColumnKind.Numeric).ToDictionary();
        var parts = new List<string>();
        if (kinds.TryGetValue(true, out var numeric)) parts.Add($"{numeric} numeric");
        if (kinds.TryGetValue(false, out var categorical)) parts.Add($"{categorical} categorical");
        return string.Join(", ", parts);
    }

    private static string Network(TrainRequest request, TabularModel model)
    {
        var features = model.Features[0].Shape[1].Size;
        var outputs = model.Output.Shape[1].Size;
        var layers = string.Join(" → ", [features, .. request.Hidden, outputs]);
        var activation = request.Hidden.Count > 0 ? $", {TrainOptions.Name(request.Activation)}" : "";
        var dropout = request.Dropout > 0 ? $", dropout {request.Dropout}" : "";
        return $"{layers}{activation}{dropout}, {Numbers.Count(model.ParameterCount, "parameter")}";
    }

    private static string Training(TrainRequest request)
    {
        var optimizer = request.Optimizer switch
        {
            OptimizerKind.Sgd => request.Fitting.Momentum == 0 ? "SGD" : "SGD with momentum",
            var other => other.ToString(),
        };
        var l2 = request.L2 > 0 ? $", l2 {request.L2}" : "";
        return $"{optimizer}, rate {request.Rate}, {Numbers.Count(request.BatchSize, "row")} a step{l2}, seed {request.Seed}";
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

    private static string Names(IReadOnlyList<string> names) => names.Count <= MostNames
        ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(MostNames))} …";
}
