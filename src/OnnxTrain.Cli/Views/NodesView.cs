using CsvHelper;

namespace OnnxTrain.Cli;

/// <summary>What came of comparing a file with its model node by node.</summary>
internal static class NodesView
{
    private const int ShownBefore = 3;
    private const int ShownWorst = 8;

    /// <param name="page">Where to write.</param>
    /// <param name="report">What was found.</param>
    /// <param name="all">Whether to show every value, not the worst alone.</param>
    public static void Write(Page page, NodeVerificationReport report, bool all)
    {
        var first = report.FirstDifference;
        if (report.IsEquivalent)
            page.Heading("Node by node", $"{Numbers.Count(report.Compared, "value")} compared, all equal to the model's", Page.Good);
        else
            page.Heading(
                "Node by node", first is null ? "the values could not be compared"
                    : first.Verdict == NodeVerdict.NotFinite ? $"the first value that is not finite is {first.Value}"
                    : $"the first difference is in {first.Value}",
                Page.Bad);
        foreach (var problem in report.Problems)
            page.Fact("problem", problem);
        if (first is not null)
        {
            page.Fact(
                "node",
                $"{first.Operator}{(first.Path.Length > 0 ? $" of {first.Path}" : "")}: "
                    + $"{first.VerdictText}{(first.Remark.Length > 0 ? $"; {first.Remark}" : "")}");
            foreach (var reason in report.Reasons)
                page.Fact("reason", reason);
        }

        foreach (var note in report.Notes)
            page.Fact("note", note);
        if (report.SavedTo is { } folder)
            page.Fact("saved", $"{folder}: the node alone, its inputs and both outputs; see README.txt there");
        if (report.Nodes.Count > 0)
        {
            page.Fact("data", $"{Numbers.Count(report.Rows, "row")}, optimizations off");
            page.Blank();
            var rows = all ? report.Nodes : Chosen(report);
            page.Table(["value", "operator", "module", "shape", "absolute", "relative", "verdict"], [.. rows.Select(Cells)]);
            if (rows.Count < report.Nodes.Count)
                page.Line(
                    $"{Numbers.Count(report.Nodes.Count - rows.Count, "more value")}: --verbose shows all, --nodes-csv writes all to a "
                        + "file.");
        }

        page.Blank();
    }

    /// <summary>All values as a CSV file, in the order in which they are computed.</summary>
    public static void WriteCsv(TextWriter writer, NodeVerificationReport report)
    {
        using var csv = CsvWriter.Create(writer, new() { NewLine = "\n" }, leaveOpen: true);
        csv.WriteRecord((string[])["value", "operator", "module", "type", "absolute", "relative", "verdict", "remark"]);
        foreach (var node in report.Nodes)
        {
            var (absolute, relative) = IsCompared(node) ? (Invariant(node.LargestAbsolute), Invariant(node.LargestRelative)) : ("", "");
            csv.WriteRecord(
                (string[])
                    [node.Value, node.Operator, node.Path, node.Type?.ToString() ?? "", absolute, relative, node.VerdictText, node.Remark]);
        }

        csv.Flush();
        writer.Flush();

        static string Invariant(double number) => number.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The first that differs, with those before it; then the worst.</summary>
    private static List<NodeComparison> Chosen(NodeVerificationReport report)
    {
        var nodes = report.Nodes;
        var at = nodes.TakeWhile(n => !n.IsWrong).Count();
        var chosen = at < nodes.Count ? nodes.Skip(at).Take(1).Concat(nodes.Take(at).Reverse().Take(ShownBefore)) : [];
        return [.. chosen.Concat(nodes.Where(IsCompared).OrderByDescending(n => n.LargestRelative).Take(ShownWorst)).Distinct()];
    }

    private static string[] Cells(NodeComparison node) =>
        [
            node.Value, node.Operator, node.Path, node.Type?.Shape.ToString() ?? "",
            IsCompared(node) ? $"{node.LargestAbsolute:0.0e+0}" : "", IsCompared(node) ? $"{node.LargestRelative:0.0e+0}" : "",
            node.VerdictText,
        ];

    private static bool IsCompared(NodeComparison node) =>
        node.Verdict is NodeVerdict.Equivalent or NodeVerdict.Different or NodeVerdict.NotFinite;
}
