namespace OnnxTrain.Cli;

/// <summary>Whether a file computes what its model computes.</summary>
internal static class VerificationView
{
    /// <param name="page">Where to write.</param>
    /// <param name="report">What was found.</param>
    /// <param name="name">The file's name for the user.</param>
    /// <param name="noun">What an example is called.</param>
    public static void Write(Page page, VerificationReport report, string name, string noun = "row")
    {
        var runtime = $"ONNX Runtime {report.RuntimeVersion} ({(report.Provider == ExecutionProvider.Cuda ? "CUDA" : "CPU")})";
        if (report.IsEquivalent)
            page.Heading("Verified", $"{runtime} computes the same as the model", Page.Good);
        else if (report.IsSameButNotFinite)
            page.Heading("Not finite", $"{name} and the model in it yield NaN or infinities on finite data", Page.Bad);
        else
            page.Heading("Different", $"{runtime} computes other numbers than the model in {name}", Page.Bad);
        foreach (var problem in report.Problems)
            page.Fact("problem", problem);
        if (report.Outputs.Count > 0)
            page.Facts([
                (
                    "data",
                    $"{Rows(report, noun)} in {Numbers.Count(report.Runs, "run")}, batches of several sizes, optimizations off and on"),
                .. report.Outputs.Select(output => (output.Name, Text(output, report, noun))),
            ]);
        page.Blank();
    }

    private static string Rows(VerificationReport report, string noun) => report.IsEquivalent && report.ComparedRows < report.Rows
        ? $"a sample of {report.ComparedRows:N0} of {Numbers.Count(report.Rows, noun)} (--verify-rows all compares all)"
        : Numbers.Count(report.Rows, noun);

    private static string Text(OutputComparison output, VerificationReport report, string noun)
    {
        if (output.NotFinite > 0 && output.Differences == 0)
            return $"{output.NotFinite:N0} of {Numbers.Count(output.Elements, "element")} are not finite; first at {output.FirstNotFinite}";
        if (output.Name == "label" && report.LabelAgreement is { } labels)
            return Labels(labels, noun);
        if (output.Worst is not { } worst)
            return output.Type.ElementType == ElementType.String ? "all equal" : "equal to the last bit";
        if (output.IsEquivalent)
            return $"largest difference {output.LargestAbsolute:0.0e+0}, {output.LargestUlps:N0} ulp";
        return $"{output.Differences:N0} of {Numbers.Count(output.Elements, "element")} differ, by {output.LargestAbsolute:0.0e+0} at "
            + $"most; worst at {worst}";
    }

    private static string Labels(LabelAgreement labels, string noun)
    {
        var ties = labels.Ties > 0 ? $", {labels.Ties:N0} more where two classes are equally probable" : "";
        return $"equal in {labels.Equal:N0} of {Numbers.Count(labels.Rows, noun)}{ties}";
    }
}
