namespace OnnxTrain.Cli;

/// <summary>Finds out what there is to predict from the target column.</summary>
internal static class TargetTask
{
    /// <summary>More numbers than these are a scale, not names.</summary>
    private const int MostNumericClasses = 20;

    /// <summary>As many rows each class needs on average, lest a small table of measurements be taken for classes.</summary>
    private const int RowsOfClass = 20;

    /// <summary>The task, and why if the user may wonder.</summary>
    public static (ModelTask Task, string? Note) Of(CsvColumn target, TaskChoice choice) =>
        choice switch
        {
            TaskChoice.Classification => (ModelTask.Classification, null),
            TaskChoice.Regression => (ModelTask.Regression, null),
            _ when target.Kind is ColumnKind.Time or ColumnKind.Duration => throw new ToolException(
                $"The target '{target.Name}' holds {(target.Kind == ColumnKind.Time ? "times" : "durations")} such as "
                    + $"'{target.Categories[0]}', which are not predicted as such.",
                "Write it as numbers, such as days or seconds; or predict each text as a class: --task classification."),
            _ when target.Kind != ColumnKind.Numeric => (ModelTask.Classification, null),
            _ when LooksLikeClasses(target) => (
                ModelTask.Classification,
                $"'{target.Name}' has {target.DistinctCount} different whole numbers, taken as classes; --task regression predicts the "
                    + "number instead"),
            _ => (ModelTask.Regression, null),
        };

    private static bool LooksLikeClasses(CsvColumn target)
    {
        if (target.HasMoreThan(MostNumericClasses)) return false;
        var distinct = target.DistinctCount;
        var few = distinct == 2 || (distinct <= MostNumericClasses && distinct * RowsOfClass <= target.Count - target.MissingCount);
        if (!few) return false;
        var areWhole = true;
        target.ForEachNumber((_, numbers) =>
        {
            foreach (var number in numbers) areWhole &= double.IsNaN(number) || double.IsInteger(number);
            return areWhole;
        });
        return areWhole;
    }
}
