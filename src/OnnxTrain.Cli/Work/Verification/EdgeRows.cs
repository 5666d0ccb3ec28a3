namespace OnnxTrain.Cli;

/// <summary>
/// Rows with what data may lack: a missing value of each column, and a text that did not occur in training, or that is no time.
/// </summary>
internal static class EdgeRows
{
    private const string Unknown = "(unknown)";

    /// <summary>The first row of a table, and that row with each of these values; none for models of images alone.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">A table that the model reads.</param>
    public static IEnumerable<IRowSource> Of(DataModel model, IRowSource rows)
    {
        if (rows is not CsvTable table || !model.InputFeatures.Any(feature => IsChanged(feature, table[feature.Name]))) return [];
        var count = 1 + (2 * model.InputFeatures.Count);
        var columns = model.InputFeatures.Select((feature, i) => Column(feature, table[feature.Name], count, 1 + (2 * i)));
        return [new CsvTable("added rows", [.. columns], [.. Enumerable.Range(1, count)]) { IsText = false }];
    }

    private static bool IsChanged(Feature feature, CsvColumn column) =>
        feature is not ImageFeature && (feature is not NumberFeature || column.Kind == ColumnKind.Numeric);

    /// <summary>The value of the first row in all rows, but at a place a missing one, and behind it an unknown one.</summary>
    private static CsvColumn Column(Feature feature, CsvColumn column, int count, int place)
    {
        if (column.Kind == ColumnKind.Numeric && feature is not CategoryFeature)
        {
            var numbers = new double[count];
            Array.Fill(numbers, column.ReadNumbers(0, 1)[0]);
            numbers[place] = double.NaN;
            return new(column.Name, numbers);
        }

        string[] texts = [column.Text(0), feature.Malformed ?? Unknown];
        var codes = new int[count];
        if (texts[0].Length == 0) Array.Fill(codes, CsvColumn.NoCode);
        if (IsChanged(feature, column)) (codes[place], codes[place + 1]) = (CsvColumn.NoCode, column.HoldsTicks ? CsvColumn.NoCode : 1);
        return new(column.Name, column.HoldsTicks ? column.Kind : ColumnKind.Categorical, codes, column.HoldsTicks ? texts[..1] : texts)
        {
            TimeForms = column.TimeForms, HoldsTicks = column.HoldsTicks,
        };
    }
}
