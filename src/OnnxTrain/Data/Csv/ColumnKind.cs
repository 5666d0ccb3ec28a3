namespace OnnxTrain;

/// <summary>What the values of a column are.</summary>
public enum ColumnKind
{
    /// <summary>Numbers: <see cref="CsvColumn.Numbers"/>.</summary>
    Numeric,

    /// <summary>Names of categories: <see cref="CsvColumn.Strings"/>.</summary>
    Categorical,

    /// <summary>true/false or yes/no in any case, as written in the file: <see cref="CsvColumn.Strings"/>.</summary>
    Boolean,
}
