namespace OnnxTrain;

/// <summary>Numbers in a report.</summary>
internal static class ReportNumbers
{
    /// <summary>Four significant digits.</summary>
    public static string Short(double number) => !double.IsFinite(number) ? "–" : Math.Abs(number) switch
    {
        0 => "0",
        >= 1e6 or < 1e-3 => Powers.Of(number),
        >= 1000 => Invariant($"{number:N0}"),
        >= 100 => Invariant($"{number:0.#}"),
        >= 10 => Invariant($"{number:0.##}"),
        >= 1 => Invariant($"{number:0.###}"),
        _ => Invariant($"{number:0.####}"),
    };

    public static string Percent(double part) => Invariant($"{100 * part:0.0} %");
}
