namespace OnnxTrain.Cli;

/// <summary>How a file of a table is written.</summary>
internal enum TableFormat
{
    /// <summary>Text with separated fields.</summary>
    Csv,

    /// <summary>Apache Parquet.</summary>
    Parquet,

    /// <summary>Apache Arrow's IPC format.</summary>
    Arrow,

    /// <summary>An object of JSON on each line.</summary>
    JsonLines,
}
