namespace OnnxTrain;

/// <summary>Metrics by their names on a command line.</summary>
internal static class MetricNames
{
    private static readonly (string Name, Metric? Metric)[] Known =
    [
        ("loss", null), ("accuracy", new Accuracy()), ("f1", new F1Score()), ("auc", new RocAuc()),
        ("balanced-accuracy", new BalancedAccuracy()), ("log-loss", new LogLoss()),
        ("r2", new RSquared()), ("rmse", new Rmse()), ("mae", new MeanAbsoluteError()),
    ];

    /// <summary>All names.</summary>
    public static string All => string.Join('|', Known.Select(pair => pair.Name));

    /// <summary>The name of a metric.</summary>
    public static string Of(Metric? metric) =>
        Known.FirstOrDefault(pair => pair.Metric?.GetType() == metric?.GetType()).Name ?? metric!.Name;

    /// <summary>The metric of a name; null is the loss.</summary>
    public static bool TryRead(string text, out Metric? metric)
    {
        var place = Array.FindIndex(Known, pair => pair.Name.Equals(text, StringComparison.OrdinalIgnoreCase));
        metric = place < 0 ? null : Known[place].Metric;
        return place >= 0;
    }
}
