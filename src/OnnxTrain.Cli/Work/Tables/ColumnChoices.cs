namespace OnnxTrain.Cli;

/// <summary>Choices for columns, put together.</summary>
internal static class ColumnChoices
{
    /// <summary>The columns that choices name, as written on the command line.</summary>
    public static IEnumerable<string> Named<T>(IEnumerable<ColumnChoice<T>> choices) =>
        choices.Select(choice => choice.Columns).OfType<string>();

    /// <summary>What is chosen for all columns, and what for single ones.</summary>
    /// <exception cref="DataException">There is no such column.</exception>
    /// <exception cref="ToolException">There are two choices for the same.</exception>
    public static (T All, IReadOnlyDictionary<string, T> Single) Resolve<T>(
        string option, IReadOnlyList<ColumnChoice<T>> choices, CsvTable table, T otherwise)
    {
        T[] all = [.. choices.Where(choice => choice.Columns is null).Select(choice => choice.Value)];
        if (all.Length > 1)
            throw new ToolException($"{option} is given {all.Length} times for all columns.", $"Name columns: {option} COLUMN=…");
        var single = new Dictionary<string, T>();
        foreach (var (columns, value) in choices)
        {
            if (columns is null) continue;
            foreach (var name in ColumnNames.Resolve([columns], table))
            {
                if (!single.TryAdd(name, value)) throw new ToolException($"{option} is given twice for the column '{name}'.");
            }
        }

        return (all.Length > 0 ? all[0] : otherwise, single);
    }
}
