namespace OnnxTrain.Cli;

/// <summary>Numbers as people read them.</summary>
internal static class Numbers
{
    /// <summary><c>1 row</c>, <c>2,947 rows</c>; with the plural, where it is no s more, <c>3 classes</c>.</summary>
    public static string Count(long count, string noun, string? plural = null) =>
        $"{count:N0} {(count == 1 ? noun : plural ?? $"{noun}s")}";

    /// <summary>Four digits that matter, the exponent only where there is no way around.</summary>
    public static string Loss(double loss) => Math.Abs(loss) switch
    {
        0 => "0",
        >= 1e7 or < 1e-4 => $"{loss:0.00e+0}",
        >= 1000 => $"{loss:N0}",
        >= 100 => $"{loss:0.0}",
        >= 1 => $"{loss:0.000}",
        >= 0.1 => $"{loss:0.0000}",
        >= 0.01 => $"{loss:0.00000}",
        _ => $"{loss:0.000000}",
    };

    public static string Percent(double part) => $"{100 * part:0.0} %";

    /// <summary>A metric of a model: accuracy as a percentage, others as they are.</summary>
    public static string Metric(string name, double value) => name == "accuracy" ? Percent(value) : $"{value:0.0000}";

    /// <summary>A number as the command line takes it, without the digits that arithmetic left.</summary>
    public static string Invariant(double number) => number.ToString("G6", System.Globalization.CultureInfo.InvariantCulture);

    public static string Duration(TimeSpan time) => time.TotalSeconds switch
    {
        < 1 => $"{time.TotalSeconds:0.00} s",
        < 10 => $"{time.TotalSeconds:0.0} s",
        < 60 => $"{time.TotalSeconds:0} s",
        < 3600 => $"{time:m\\:ss} min",
        _ => $"{(int)time.TotalHours}:{time:mm\\:ss} h",
    };

    public static string Bytes(long bytes) => bytes switch
    {
        < 1000 => Count(bytes, "byte"),
        < 1_000_000 => $"{bytes / 1e3:0.0} kB",
        < 1_000_000_000 => $"{bytes / 1e6:0.0} MB",
        _ => $"{bytes / 1e9:0.0} GB",
    };
}
