using System.Diagnostics;
using OnnxTrain.Cli;

namespace OnnxTrain.Benchmarks;

/// <summary>
/// <c>accuracy [NAME …]</c>: how good the tool's defaults are. Ten folds, three seeds; of each fold's training rows the tool splits off
/// its own validation rows. Beside it scikit-learn 1.2.1's multilayer perceptron (64, 32 units, ReLU, Adam, standardized inputs) in
/// ten stratified folds, mean of three seeds. Run from the repository's root.
/// </summary>
internal static class AccuracyBenchmark
{
    private const int FoldCount = 10;
    private const ulong Seeds = 3;

    private static readonly (string Name, string Target, double ScikitLearn)[] DataSets =
    [
        ("iris", "species", 0.956), ("wine", "cultivar", 0.985), ("breast_cancer", "diagnosis", 0.977),
        ("digits", "digit", 0.975), ("diabetes", "progression", 0.437),
    ];

    private static Metric? _selectBy;

    public static int Run(string[] names)
    {
        if (names is ["--select", var chosen, ..])
        {
            if (!MetricNames.TryRead(chosen, out _selectBy)) return 2;
            names = names[2..];
        }

        Parallelism.MaxThreads = 1; // the folds run side by side instead
        Console.WriteLine($"{"data",-14} {"metric",-8} {"OnnxTrain",10} {"sklearn",10} {"epochs",7} {"seconds",8}   by seed");
        foreach (var (name, target, scikitLearn) in DataSets.Where(d => names.Length == 0 || names.Contains(d.Name)))
        {
            var started = Stopwatch.GetTimestamp();
            var table = CsvTable.Read(Path.Combine("examples", "data", $"{name}.csv"));
            var results = Enumerable.Range(1, (int)Seeds).Select(seed => CrossValidate(table, target, (ulong)seed)).ToArray();
            var metric = TargetTask.Of(table[target], TaskChoice.Auto).Task == ModelTask.Classification ? "accuracy" : "R²";
            Console.WriteLine(
                $"{name, -14} {metric, -8} {results.Average(r => r.Score), 10:0.0000} {scikitLearn, 10:0.000} "
                    + $"{results.Average(r => r.Epochs), 7:0} "
                    + $"{Stopwatch.GetElapsedTime(started).TotalSeconds, 8:0.0}   "
                    + $"{string.Join(" ", results.Select(r => r.Score.ToString("0.000")))}");
        }

        return 0;
    }

    /// <summary>The mean score of the folds, as scikit-learn's cross_val_score gives it, and the mean number of epochs.</summary>
    private static (double Score, double Epochs) CrossValidate(CsvTable table, string target, ulong seed)
    {
        var column = table[target];
        var isClassification = TargetTask.Of(column, TaskChoice.Auto).Task == ModelTask.Classification;
        var folds = isClassification
            ? Folds.Stratified(column.CategoryIndices(), FoldCount, seed)
            : Folds.Plain(table.RowCount, FoldCount, seed);
        var scores = new (double Score, int Epochs)[folds.Count];
        Parallel.For(0, folds.Count, i => scores[i] = Score(table, folds[i], target, seed, isClassification));
        return (scores.Average(s => s.Score), scores.Average(s => s.Epochs));
    }

    private static (double Score, int Epochs) Score(CsvTable table, Fold fold, string target, ulong seed, bool isClassification)
    {
        var request = new TrainRequest
        {
            Data = table.Name, Output = "", Columns = new() { Targets = [target] },
            Options = TrainDefaults.Current.Options with { Seed = seed, SelectBy = isClassification ? _selectBy : null },
        };
        var session = new TrainingSession(request, TablePreparation.Prepare(request, table.Select(fold.Train)));
        var outcome = session.Run(timeLimit: null, new Silent(), onCheckpointFailure: static e => throw e, CancellationToken.None);
        var predictions = session.Model.Evaluate(table.Select(fold.Test));
        return (isClassification ? new Accuracy().Of(predictions) : new RSquared().Of(predictions), outcome.History.Epochs.Count);
    }

    private sealed class Silent : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
        }
    }
}
