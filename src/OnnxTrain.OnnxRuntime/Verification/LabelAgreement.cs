using System.Globalization;

namespace OnnxTrain;

/// <summary>How many rows get the same label from the model and from its file, in every run.</summary>
/// <param name="Rows">The rows compared.</param>
/// <param name="Equal">Those whose labels are equal.</param>
/// <param name="Ties">Those whose labels differ while the model gives both classes the same probability, within tolerance.</param>
public sealed record LabelAgreement(int Rows, int Equal, int Ties)
{
    /// <summary>Equal labels in percent of the rows.</summary>
    public double Percentage => 100.0 * Equal / Rows;

    /// <summary>For example <c>labels agree on 68 of 68 rows (100 %)</c>.</summary>
    public override string ToString()
    {
        // 1 of 10 000 that differs must not read as 100 %.
        var percent = Equal == Rows ? 100 : Math.Min(99.9, Math.Round(Percentage, 1));
        var ties = Ties > 0 ? string.Create(CultureInfo.InvariantCulture, $", {Ties} more tie in probability") : "";
        return string.Create(CultureInfo.InvariantCulture, $"labels agree on {Equal} of {Rows} rows ({percent:0.#} %){ties}");
    }
}
