namespace OnnxTrain.Cli;

/// <summary>How good a model's predictions are, a table for each target with a line for each part of the rows.</summary>
/// <param name="session">The model.</param>
internal sealed class QualityView(TrainingSession session)
{
    private const string Undefined = "–";

    private readonly string[][][] _lines = [.. session.Model.Targets.Select(_ => Array.Empty<string[]>())];

    /// <summary>Computes the metrics of a part. It is not kept: predictions of all parts would be much memory.</summary>
    public void Add(Judgement part)
    {
        for (var i = 0; i < _lines.Length; i++)
        {
            var target = session.Model.Targets[i];
            var predictions = part.Targets[target.Name];
            _lines[i] =
            [
                .. _lines[i],
                [
                    part.Part, Sampled(predictions.RowCount, part.Rows), .. Metrics(target).Select(metric => Value(metric, predictions)),
                ],
            ];
        }
    }

    /// <summary>Writes the tables.</summary>
    /// <param name="page">Where to.</param>
    /// <param name="last">The last part, whose classes are told apart.</param>
    public void Write(Page page, Judgement last)
    {
        foreach (var (target, lines) in session.Model.Targets.Zip(_lines))
        {
            page.Blank();
            if (_lines.Length > 1) page.Heading(target.Name);
            page.Table(["", $"{session.Request.Noun}s", .. Metrics(target).Select(metric => metric.Name)], lines);
            if (target.Task == ModelTask.Classification) ConfusionView.Write(page, target.Classes, last.Targets[target.Name]);
        }

        page.Blank();
    }

    private static Metric[] Metrics(Target target) =>
        target.Task == ModelTask.Classification ? [new Accuracy(), new LogLoss()] : [new RSquared(), new Rmse()];

    private static string Sampled(int rows, int all) => rows < all ? $"{rows:N0} of {all:N0}" : $"{rows:N0}";

    private static string Value(Metric metric, Predictions predictions) => metric switch
    {
        Accuracy => Numbers.Percent(metric.Of(predictions)),

        // It compares with the variance of the target, which is 0.
        RSquared when !predictions.Targets.ContainsAnyExcept(predictions.Targets[0]) => Undefined,
        _ => Numbers.Loss(metric.Of(predictions)),
    };
}
