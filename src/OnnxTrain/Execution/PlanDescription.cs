using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace OnnxTrain;

/// <summary>A plan as text: one line per step, their totals, and the memory of the plan.</summary>
internal static class PlanDescription
{
    private const string Gap = "  ";

    public static string Of(Plan plan, double? peak)
    {
        var seconds = plan.ProfiledRuns == 0 ? (double?)null : 1.0 / Stopwatch.Frequency / plan.ProfiledRuns;
        var work = plan.Work;
        var ticks = plan.Steps.Sum(s => s.Ticks);
        string[] header =
        [
            .. seconds is null ? [] : Times("time µs", "share", "GFLOP/s", "of peak"),
            "bytes read", "written", "operations", "module", "operators and shapes",
        ];
        List<string[]> rows = [header];
        for (var i = 0; i < work.Count; i++) rows.Add(Row(work[i], plan.Steps[i].Ticks));
        rows.Add(Row(
            new("total", "", [], [], work.Sum(w => w.BytesRead), work.Sum(w => w.BytesWritten), work.Sum(w => w.Operations)), ticks));
        return Aligned(rows) + MemoryLine(plan.Memory);

        string[] Row(StepWork step, long stepTicks) =>
            [
                .. seconds is { } tick ? TimeCells(step.Operations, stepTicks * tick, ticks == 0 ? 0 : (double)stepTicks / ticks) : [],
                Whole(step.BytesRead), Whole(step.BytesWritten), Whole(step.Operations), step.Path, step.Outputs.Count == 0
                    ? step.Operators
                    : step.Operators + ": " + $"{Shapes(step.Inputs)} → {Shapes(step.Outputs)}".TrimStart(),
            ];

        string[] TimeCells(long operations, double time, double share)
        {
            var rate = operations == 0 || time == 0 ? (double?)null : operations / time;
            return Times(Format(time * 1e6, "0.00"), Format(share, "0.0%"), Format(rate / 1e9, "0.00"), Format(rate / peak, "0.0%"));
        }

        string[] Times(string time, string share, string rate, string ofPeak) =>
            peak is null ? [time, share, rate] : [time, share, rate, ofPeak];
    }

    /// <summary>Numbers are right-aligned, and the last two columns, which are text, left-aligned.</summary>
    private static string Aligned(List<string[]> rows)
    {
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            var cells = row.Select(
                (cell, i) =>
                    i < row.Length - 2 ? cell.PadLeft(widths[i])
                    : i < row.Length - 1 ? cell.PadRight(widths[i])
                    : cell);
            text.Append(string.Join(Gap, cells)).Append('\n');
        }

        return text.ToString();
    }

    private static string MemoryLine(PlanMemory memory) =>
        $"memory: arena {Whole(memory.Arena)} + variables {Whole(memory.Variables)} + feeds and constants {Whole(memory.Given)}"
        + $" + kept results {Whole(memory.Kept)} + scratch {Whole(memory.Scratch)} = {Whole(memory.Peak)} bytes at peak\n";

    private static string Shapes(IReadOnlyList<TensorType> types) => string.Join(", ", types.Select(t => t.Shape));

    private static string Whole(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Format(double? number, string format) => number?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
