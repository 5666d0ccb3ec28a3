namespace OnnxTrain;

/// <summary>What the values of a column are.</summary>
public enum ColumnKind
{
    /// <summary>Numbers: <see cref="CsvColumn.Numbers"/>.</summary>
    Numeric,

    /// <summary>Names of categories: <see cref="CsvColumn.Strings"/>.</summary>
    Categorical,

    /// <summary>
    /// Truth values in the usual spellings, such as true/false, TRUE/FALSE or yes/no: <see cref="CsvColumn.Strings"/>.
    /// </summary>
    Boolean,

    /// <summary>
    /// Dates, dates with a time, or times of day, such as 2024-03-01, 2024-03-01T14:30:05Z, 01.03.2024 or 14:30:
    /// <see cref="CsvColumn.Strings"/>.
    /// </summary>
    Time,

    /// <summary>Durations, such as 1.02:03:04, 26:03:04 or P1DT2H: <see cref="CsvColumn.Strings"/>.</summary>
    Duration,
}
