namespace OnnxTrain;

/// <summary>What the values of a column are by the types of its source.</summary>
internal enum CellType
{
    /// <summary>Numbers with a fraction.</summary>
    Number,

    /// <summary>Whole numbers.</summary>
    Integer,

    /// <summary>Truth values.</summary>
    Truth,

    /// <summary>Texts.</summary>
    Text,

    /// <summary>Dates, and dates with a time, and times of day.</summary>
    Time,

    /// <summary>Durations.</summary>
    Duration,
}
