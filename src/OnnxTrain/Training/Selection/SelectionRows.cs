namespace OnnxTrain;

/// <summary>Rows for training or evaluation, of a table or in memory.</summary>
internal abstract class SelectionRows
{
    public abstract int Count { get; }

    public abstract SelectionRows Select(int[] rows);

    public abstract Model NewModel(Estimator estimator);

    public abstract IRowSource Encode(Model model);

    /// <summary>The class of each row, any integers, and the name of each class; null if the rows have no classes.</summary>
    public abstract (int[] Labels, Func<int, string> Name)? Classes(Model model);

    public static SelectionRows Of(CsvTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new TableRows(table);
    }

    public static SelectionRows Of(IRowSource data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new SourceRows(data);
    }

    private sealed class TableRows(CsvTable table) : SelectionRows
    {
        public override int Count => table.RowCount;

        public override SelectionRows Select(int[] rows) => new TableRows(table.Select(rows));

        public override Model NewModel(Estimator estimator) => estimator.NewModel(table);

        public override IRowSource Encode(Model model) => ((DataModel)model).Encode(table);

        public override (int[] Labels, Func<int, string> Name)? Classes(Model model)
        {
            if (model.Task != ModelTask.Classification) return null;
            var target = table[model.Target.Name];
            return (target.CategoryIndices(), label => $"'{target.Categories[label]}' of '{target.Name}'");
        }
    }

    private sealed class SourceRows(IRowSource data) : SelectionRows
    {
        public override int Count => RowRoles.RequireCount(data);

        public override SelectionRows Select(int[] rows) => new SourceRows(data.Select(Array.ConvertAll(rows, row => (long)row)));

        public override Model NewModel(Estimator estimator) => estimator.NewModel();

        public override IRowSource Encode(Model model) => data;

        public override (int[] Labels, Func<int, string> Name)? Classes(Model model) =>
            RowLabels.TryRead(data) is { } labels ? (labels, label => Invariant($"{label}")) : null;
    }
}
