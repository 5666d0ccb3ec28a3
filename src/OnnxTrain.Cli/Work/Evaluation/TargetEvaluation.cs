namespace OnnxTrain.Cli;

/// <summary>Collects the predictions of one target, with the truth, from parts of a table.</summary>
internal sealed class TargetEvaluation(Target target)
{
    private readonly List<double> _outputs = [], _truth = [];
    private readonly List<int> _lines = [];
    private readonly SortedSet<string> _strange = new(StringComparer.Ordinal);
    private Func<int, string>? _placeOfLine;
    private string _table = "";
    private int _missing, _unknown;

    /// <summary>Adds rows whose truth is there and known.</summary>
    /// <param name="part">The rows.</param>
    /// <param name="predictions">The prediction of each row.</param>
    public void Add(CsvTable part, IReadOnlyList<Prediction> predictions)
    {
        (_table, _placeOfLine) = (part.Name, part.PlaceInFileOfLine);
        var (column, rows) = (part[target.Name], new List<int>());
        for (var row = 0; row < part.RowCount; row++)
        {
            if (column.IsMissing(row)) continue;
            if (target is not ClassTarget classes || classes.LabelOf(column.Text(row)) is not null)
            {
                rows.Add(row);
            }
            else
            {
                _strange.Add(column.Text(row));
                _unknown++;
            }
        }

        _missing += column.MissingCount;
        if (rows.Count == 0) return;
        foreach (var row in rows)
        {
            _outputs.AddRange(EvaluatedTarget.Outputs(target, predictions[row]));
            _lines.Add(part.LineOf(row));
        }

        _truth.AddRange(target.Read(part.Select([.. rows])).Select(number => (double)number));
    }

    /// <param name="notes">Filled with what was left out.</param>
    /// <exception cref="ToolException">No row has a value that the file knows.</exception>
    public EvaluatedTarget Finish(List<string> notes)
    {
        if (_missing > 0) notes.Add($"{Numbers.Count(_missing, "row")} without '{target.Name}' left out");
        if (_unknown > 0)
            notes.Add(
                $"{Numbers.Count(_unknown, "row")} left out, whose '{target.Name}' is a class that the file does not know: "
                    + NameList.Quoted(_strange));
        return _lines.Count > 0
            ? EvaluatedTarget.Of(target, [.. _outputs], [.. _truth], row => _placeOfLine!(_lines[row]))
            : throw new ToolException(
                $"No row of {_table} has a value of '{target.Name}' that the file knows.",
                target.Classes.Count > 0 ? $"It knows {NameList.Quoted(target.Classes)}." : null);
    }
}
