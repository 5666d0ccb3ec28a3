using System.Globalization;
using OnnxTrain.RoundTrip.Tests.Ops;
using OnnxTrain.Tests.Ops;

namespace OnnxTrain.Benchmarks;

/// <summary>
/// <c>operators [NAME …]</c>: the largest error of each operator over its rows in the table of the tests, relative to max(1, |value|).
/// Values in float64 and float32 against the reference, the float32 ones in units of 2⁻²³; first and second gradients against
/// central differences; ONNX Runtime at several opsets against the library in float32, in units of 2⁻²³, and its gradients.
/// </summary>
internal static class OperatorBenchmark
{
    private const double Unit = 1.0 / (1 << 23);

    public static int Run(string[] names)
    {
        var subjects = OpCases.All.Values.GroupBy(row => row.Subject).OrderBy(rows => rows.Key, StringComparer.Ordinal)
            .Where(rows => names.Length == 0 || names.Contains(rows.Key, StringComparer.OrdinalIgnoreCase));
        Write("operator", "rows", "float64", "float32", "gradient", "second", "runtime", "its gradient");
        foreach (var rows in subjects) Report(rows.Key, [.. rows]);
        return 0;
    }

    private static void Report(string subject, OpCase[] rows)
    {
        var smooth = rows.Where(row => row.Gradient == GradientCheck.Differences).ToArray();
        Write(
            subject,
            $"{rows.Length}",
            Text(Largest(rows, row => OpRun.Difference(row.Reference(OpRun.Data(row, 3)), Forward(row, ElementType.Float64)))),
            Text(
                Largest(rows, row => OpRun.Difference(OpRun.Rounded(row.Reference(OpRun.Data(row, 3))), Forward(row, ElementType.Float32))),
                Unit),
            Text(Largest(smooth, row => GradientChecker.Error(row, order: 1))),
            Text(Largest(smooth, row => GradientChecker.Error(row, order: 2))),
            Text(Largest(rows.Where(row => row.IsExported), row => OpExport.Differences(row).Max(d => d.Difference)), Unit),
            Text(
                Largest(
                    smooth.Where(row => row.IsExported),
                    row => OpExport.GradientDifferences(row).Max(d => d.Difference))));
    }

    private static Nd[] Forward(OpCase row, ElementType type) => OpRun.Forward(row, type, OpRun.Data(row, 3), 3);

    /// <summary>The largest error of the rows; null where there are none.</summary>
    private static double? Largest(IEnumerable<OpCase> rows, Func<OpCase, double> error) =>
        rows.Select(row => (double?)Error(row, error)).Max();

    /// <summary>The error of a row; infinite, with the reason printed, where it cannot be computed.</summary>
    private static double Error(OpCase row, Func<OpCase, double> error)
    {
        try
        {
            return error(row);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Console.WriteLine($"{row.Name}: {e.Message.ReplaceLineEndings(" ")}");
            return double.PositiveInfinity;
        }
    }

    private static string Text(double? error, double unit = 0) => error switch
    {
        null => "",
        0 => "0",
        { } number when unit > 0 => (number / unit).ToString("0.0", CultureInfo.InvariantCulture),
        { } number => number.ToString("0.0e0", CultureInfo.InvariantCulture),
    };

    private static void Write(string subject, params string[] columns) =>
        Console.WriteLine($"{subject, -28}{string.Concat(columns.Select(c => $"{c, 13}"))}");
}
