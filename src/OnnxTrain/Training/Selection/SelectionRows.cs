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

    /// <summary>The rank of each row's time in a column.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    /// <exception cref="DataException">A row has no value, or dates can be read in several ways.</exception>
    public abstract int[] Times(string column);

    public abstract Model NewModel(Estimator estimator);

    public abstract IRowSource Encode(Model model);

    /// <summary>The class of each row, any integers, and the name of each class; null if the rows have no classes.</summary>
    /// <param name="model">A model of the rows.</param>
    /// <param name="target">The target with the classes, if there are several; null for the only target.</param>
    public abstract (int[] Labels, Func<int, string> Name)? Classes(Model model, string? target);

    /// <summary>The rows of a table.</summary>
    public static SelectionRows Of(CsvTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new RawRows(table);
    }

    /// <summary>Rows as an estimator takes them: raw, or as a network does.</summary>
    public static SelectionRows Of(IRowSource data, Estimator estimator)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(estimator);
        return estimator.IsOfRows ? new RawRows(data) : new SourceRows(data);
    }

    private static SelectionRows Selected(IRowSource data, int[] rows, Func<IRowSource, SelectionRows> wrap) =>
        wrap(data is CsvTable table ? table.Select(rows) : data.Select(Array.ConvertAll(rows, row => (long)row)));

    /// <summary>Rows that a model encodes, after it has learned from some of them.</summary>
    private sealed class RawRows(IRowSource data) : SelectionRows
    {
        public override int Count => RowRoles.RequireCount(data);

        public override SelectionRows Select(int[] rows) => Selected(data, rows, some => new RawRows(some));

        public override int[] Ranks(string column) => RowRanks.Read(data, column);

        public override int[] Times(string column) => RowRanks.Times(data, column);

        public override Model NewModel(Estimator estimator) => estimator.NewModel(data);

        public override IRowSource Encode(Model model) => ((DataModel)model).Encode(data);

        public override (int[] Labels, Func<int, string> Name)? Classes(Model model, string? target)
        {
            var targets = model.Target.Parts;
            if ((targets.Count == 1 ? targets[0] : targets.FirstOrDefault(t => t.Name == target)) is not ClassTarget classes) return null;
            if (data is not CsvTable table)
                return TrainingRows.AreTensors(data) && RowLabels.TryRead(data) is { } labels
                    ? (labels, label => $"'{classes.Classes[label]}'")
                    : (RowRanks.Read(data, classes.Name), rank => Invariant($"of rank {rank} in '{classes.Name}'"));
            return (classes.Labels(table), label => $"'{classes.Classes[label]}' of '{classes.Name}'");
        }
    }

    /// <summary>Rows as the network takes them.</summary>
    private sealed class SourceRows(IRowSource data) : SelectionRows
    {
        public override int Count => RowRoles.RequireCount(data);

        public override SelectionRows Select(int[] rows) => Selected(data, rows, some => new SourceRows(some));

        public override int[] Ranks(string column) => RowRanks.Read(data, column);

        public override int[] Times(string column) => RowRanks.Times(data, column);

        public override Model NewModel(Estimator estimator) => estimator.NewModel();

        public override IRowSource Encode(Model model) => data;

        public override (int[] Labels, Func<int, string> Name)? Classes(Model model, string? target) =>
            RowLabels.TryRead(data) is { } labels ? (labels, label => Invariant($"{label}")) : null;
    }
}
