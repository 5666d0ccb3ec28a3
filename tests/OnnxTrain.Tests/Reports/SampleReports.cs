using System.Globalization;
using System.Xml.Linq;

namespace OnnxTrain.Tests.Reports;

/// <summary>Reports with one part or one trouble each.</summary>
static class SampleReports
{
    public const string Nasty = "<script>alert(\"&'\")</script>\u0001";

    static readonly Predictions Three = Predictions.OfClasses(
        [0.7, 0.2, 0.1, 0.1, 0.8, 0.1, 0.3, 0.4, 0.3, 0.25, 0.25, 0.5],
        [0, 1, 2, 2],
        classes: 3);

    public static TrainingReport Report(string kind) =>
        kind switch
        {
            "empty" => new("Nothing"),
            "history" => new("A run")
            {
                History = Course(700), Settings = [new("seed", "1")], Command = "onnxtrain train a.csv",
            },
            "one epoch" => new("A short run") { History = Course(1) },
            "diverged" => new("A bad run")
            {
                History = new(
                    [Epoch(1) with { TrainingLoss = double.NaN, ValidationLoss = double.PositiveInfinity }],
                    StopReason.Diverged, 0, "accuracy", TimeSpan.Zero),
            },
            "classes" => new("Classes") { Targets = [new("class", Three) { Classes = ["a", "b", "c"] }] },
            "two classes" => new("Two") { Targets = [new("", Predictions.OfClasses([0.5, 0.5, 0.5, 0.5], [0, 1], 2))] },
            "forty classes" => new("Forty") { Targets = [new("", Many(40))] },
            "hundred classes" => new("Hundred") { Targets = [new("", Many(100))] },
            "confused classes" => new("Confused")
            {
                Targets = [new("", Predicted(30, [.. Enumerable.Range(0, 30).Select(c => (c, c)), (1, 0), (1, 0), (1, 0)]))],
            },
            "numbers" => new("Numbers") { Targets = [new("price", Predictions.OfNumbers([2.5, 0.0, 2, 8], [3, -0.5, 2, 7]))] },
            "several targets" => new("Several")
            {
                Targets =
                [
                    new("kind", Three) { Classes = ["a", "b", "c"] }, new("price", Predictions.OfNumbers([2.5, 0.0], [3, -0.5])),
                    new("colour", Three),
                ],
                Columns = [new("size", "number"), new("kind", "3 classes")],
            },
            "many numbers" => new("Many")
            {
                Targets = [new("", Predictions.OfNumbers([.. Enumerable.Repeat(5.0, 5000)], [.. Enumerable.Repeat(5.0, 5000)]))],
            },
            "deep" => new("Deep") { History = Course(5, layers: 60) },
            "curves of targets" => new("Targets")
            {
                History = Course(5) with
                {
                    Epochs =
                    [
                        .. Course(5).Epochs.Select(e => e with
                        {
                            Targets =
                            [
                                new("kind", "loss", 1.0 / e.Epoch), new("kind", "accuracy", 0.5), new("flag", "loss", 2),
                                new("flag", "accuracy", 0.1 * e.Epoch), new("price", "loss", 3), new("price", "R²", -1),
                            ],
                        }),
                    ],
                },
                Targets =
                [
                    new("kind", Three) { Classes = ["a", "b", "c"] }, new("flag", Predictions.OfClasses([0.5, 0.5, 0.5, 0.5], [0, 1], 2)),
                    new("price", Predictions.OfNumbers([2.5, 0.0, 2, 8], [3, -0.5, 2, 7])),
                ],
            },
            _ => new(Nasty)
            {
                History = Course(3, name: Nasty), PredictedRows = Nasty, Targets = [new(Nasty, Three) { Classes = [Nasty, "b", "c"] }],
                Columns = [new(Nasty, Nasty)],
                Data = CsvTable.Read(new StringReader($"\"{Nasty.Replace("\"", "\"\"", StringComparison.Ordinal)}\",y\na,1\nb,2\n,3\n")),
                Verification = new(false, Nasty, [new(Nasty, Nasty)]), Summary = [new(Nasty, Nasty)],
                Settings = [new(Nasty, Nasty)], Command = Nasty,
            },
        };

    static Predictions Predicted(int classes, (int True, int Predicted)[] rows) =>
        Predictions.OfClasses(
            [.. rows.SelectMany(r => Enumerable.Range(0, classes).Select(c => c == r.Predicted ? 0.9 : 0.1 / (classes - 1)))],
            [.. rows.Select(r => r.True)],
            classes);

    static Predictions Many(int classes) =>
        Predictions.OfClasses(
            [.. Enumerable.Range(0, classes * classes).Select(i => i / classes == i % classes ? 0.5 : 0.5 / (classes - 1))],
            [.. Enumerable.Range(0, classes)],
            classes);

    static History Course(int epochs, int layers = 2, string name = "linear") =>
        new(
            [
                .. Enumerable
                    .Range(1, epochs)
                    .Select(e =>
                        Epoch(e) with
                        {
                            Layers =
                            [
                                .. Enumerable
                                    .Range(0, layers)
                                    .Select(l => new LayerDiagnosis(
                                        $"{name}{l}.weight", l == 0 ? 0 : Math.Pow(10, -l), 1, l == 1 ? null : 1e-3)),
                            ], Units = [new($"{name}1", 8, e % 3)],
                        }),
            ], StopReason.Completed, epochs, "accuracy", TimeSpan.FromSeconds(2));

    static EpochResult Epoch(int number) => new(number, 1.0 / number, 1 - (0.5 / number), 1.1 / number, null, 1e-3, 0.1, 1000);

    public static XElement Parse(string html) => XElement.Parse(html["<!DOCTYPE html>".Length..], LoadOptions.PreserveWhitespace);

    public static string Escaped(string text) => new XText(text.Replace('\u0001', '\uFFFD')).ToString();

    public static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
