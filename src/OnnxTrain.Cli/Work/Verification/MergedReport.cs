namespace OnnxTrain.Cli;

/// <summary>What was found on several sets, none of which differed, as if they were one.</summary>
internal static class MergedReport
{
    public static VerificationReport Of(IReadOnlyList<VerificationReport> reports) => reports.Count == 1 ? reports[0] : reports[0] with
    {
        Outputs = [.. reports[0].Outputs.Select((_, i) => reports.Select(report => report.Outputs[i]).Aggregate(Both))],
        Runs = reports.Sum(report => report.Runs),
        Rows = reports.Sum(report => report.Rows),
        ComparedRows = reports.Sum(report => report.ComparedRows),
        LabelAgreement = Both([.. reports.Select(report => report.LabelAgreement).OfType<LabelAgreement>()]),
    };

    private static OutputComparison Both(OutputComparison a, OutputComparison b) => new(
        a.Name,
        a.Type,
        a.Elements + b.Elements,
        a.Differences + b.Differences,
        Math.Max(a.LargestAbsolute, b.LargestAbsolute),
        Math.Max(a.LargestRelative, b.LargestRelative),
        Math.Max(a.LargestUlps, b.LargestUlps),
        a.LargestAbsolute >= b.LargestAbsolute ? a.Worst ?? b.Worst : b.Worst)
    {
        NotFinite = a.NotFinite + b.NotFinite,
        FirstNotFinite = a.FirstNotFinite ?? b.FirstNotFinite,
    };

    private static LabelAgreement? Both(LabelAgreement[] some) => some.Length == 0 ? null : some.Aggregate(Both);

    private static LabelAgreement Both(LabelAgreement a, LabelAgreement b) => new(a.Rows + b.Rows, a.Equal + b.Equal, a.Ties + b.Ties);
}
