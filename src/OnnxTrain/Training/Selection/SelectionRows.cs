namespace OnnxTrain;

/// <summary>Rows for training or evaluation, of a table or in memory.</summary>
internal abstract class SelectionRows
{
    public abstract int Count { get; }

    public abstract SelectionRows Select(int[] rows);

    /// <summary>The rank of each row's value in a column.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    /// <exception cref="DataException">A row has no value.</exception>
    public abstract int[] Ranks(string column);

    public abstract Model NewModel(Estimator estimator);

    public abstract IRowSource Encode(Model model);

    /// <summary>The class of each row, any integers, and the name of each class; null if the rows have no classes.</summary>
    /// <param name="model">A model of the rows.</param>
    /// <param name="target">The target with the classes, if there are several; null for the only target.</param>
    public abstract (int[] Labels, Func<int, string> Name)? Classes(Model model, string? target);

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

        public override int[] Ranks(string column) => RowRanks.Read(table, column);

        public override Model NewModel(Estimator estimator) => estimator.NewModel(table);

        public override IRowSource Encode(Model model) => ((DataModel)model).Encode(table);

        public override (int[] Labels, Func<int, string> Name)? Classes(Model model, string? target)
        {
            var targets = model.Target.Parts;
            if ((targets.Count == 1 ? targets[0] : targets.FirstOrDefault(t => t.Name == target)) is not ClassTarget classes) return null;
            var column = table[classes.Name];
            return (column.CategoryIndices(), label => $"'{column.Categories[label]}' of '{column.Name}'");
        }
    }

    private sealed class SourceRows(IRowSource data) : SelectionRows
    {
        public override int Count => RowRoles.RequireCount(data);

        public override SelectionRows Select(int[] rows) => new SourceRows(data.Select(Array.ConvertAll(rows, row => (long)row)));

        public override int[] Ranks(string column) => RowRanks.Read(data, column);

        public override Model NewModel(Estimator estimator) => estimator.NewModel();

        public override IRowSource Encode(Model model) => data;

        public override (int[] Labels, Func<int, string> Name)? Classes(Model model, string? target) =>
            RowLabels.TryRead(data) is { } labels ? (labels, label => Invariant($"{label}")) : null;
    }
}
