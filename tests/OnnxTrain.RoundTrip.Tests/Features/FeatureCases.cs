using OnnxTrain.RoundTrip.Tests.Verification;
using OnnxTrain.Tests.Data.Images;
using static System.FormattableString;

namespace OnnxTrain.RoundTrip.Tests.Features;

/// <summary>Cases for every kind of feature.</summary>
internal static class FeatureCases
{
    public const int Height = 3, Width = 2;

    /// <summary>Numbers, texts and truth values with gaps, paths of images, and two columns to predict.</summary>
    public static CsvTable Table { get; } = CsvTable.Parse(
        "n,c,b,i,day,at,took,note,kind,price\n" + string.Concat(Enumerable.Range(0, 12).Select(row =>
            string.Join(
                ',',
                row == 5 ? "" : Invariant($"{(row * row) - 3.5}"),
                row % 4 == 1 ? "" : Invariant($"t{row % 3}"), row % 2 == 0 ? "yes" : "no",
                Invariant($"{row}.png"), TimeFeatureCases.Day(row), TimeFeatureCases.At(row), TimeFeatureCases.Took(row),
                TextFeatureCases.Note(row),
                row % 3 == 0 ? "x" : "y", Invariant($"{3 + (2 * row)}\n")))));

    public static readonly IReadOnlyDictionary<string, FeatureCase[]> OfKind = new Dictionary<string, FeatureCase[]>
    {
        ["number"] =
        [
            new(new NumberFeature("n"), table => Scaled(table, numbers => (numbers.Average(), Deviation(numbers)), fill: n => n.Average())),
            new(
                new NumberFeature("n") { Scaling = Scaling.MinMax },
                table => Scaled(table, numbers => (numbers.Min(), numbers.Max() - numbers.Min()), fill: n => n.Average())),
        ],
        ["category"] =
        [
            new(new CategoryFeature("c"), table => OneHot(table["c"], ["", "t0", "t1", "t2"])),
            new(
                new CategoryFeature("c") { Encoding = CategoryEncoding.Binary },
                table => Rows(table["c"], text => Digits(Array.IndexOf(["", "t0", "t1", "t2"], text) + 1))),
        ],
        ["boolean"] = [new(new BooleanFeature("b"), table => OneHot(table["b"], [.. table["b"].Categories]))],
        ["time"] = TimeFeatureCases.Times,
        ["duration"] = TimeFeatureCases.Durations,
        ["text"] = TextFeatureCases.Texts,
        ["image"] =
        [
            new(new ImageFeature("i", Width, Height, 3), Pixels),
            new(new ImageFeature("i", Width, Height, 3) { Axes = ImageAxes.Nchw, AnySize = true }, Pixels),
        ],
    };

    /// <summary>A folder with the images that <see cref="Table"/> names.</summary>
    public static ImagePaths Images(TemporaryFolder folder)
    {
        for (var row = 0; row < Table.RowCount; row++)
            File.WriteAllBytes(folder[$"{row}.png"], new PngWriter(Width, Height, 2, 8).Write([.. Content(row).Select(b => (int)b)]));
        return new(folder[""], [new SkiaDecoder()]);
    }

    private static byte[] Content(int row) =>
        [.. Enumerable.Range(0, Height * Width * 3).Select(i => (byte)(((i * 37) + (row * 91)) % 251))];

    private static double[][] Scaled(CsvTable table, Func<double[], (double Center, double Scale)> learn, Func<double[], double> fill)
    {
        double[] numbers = [.. table["n"].Numbers.ToArray().Where(n => !double.IsNaN(n))];
        var (center, scale) = learn(numbers);
        return [.. table["n"].Numbers.ToArray().Select(n => (double[])[((double.IsNaN(n) ? fill(numbers) : n) - center) / scale])];
    }

    private static double Deviation(double[] numbers) =>
        Math.Sqrt(numbers.Average(n => (n - numbers.Average()) * (n - numbers.Average())));

    private static double[] Digits(int number) => [number >> 2, (number >> 1) & 1, number & 1];

    private static double[][] OneHot(CsvColumn column, string[] categories) =>
        Rows(column, text => [.. categories.Select(category => category == text ? 1.0 : 0)]);

    private static double[][] Rows(CsvColumn column, Func<string, double[]> of) =>
        [.. Enumerable.Range(0, column.Count).Select(row => of(column.Text(row)))];

    /// <summary>Normalized [channels, height, width] of each image.</summary>
    private static double[][] Pixels(CsvTable table)
    {
        double[][] images = [.. Enumerable.Range(0, table.RowCount).Select(row => Content(row).Select(p => p / 255.0).ToArray())];
        double[] mean = [.. Enumerable.Range(0, 3).Select(c => images.Average(image => Channel(image, c).Average()))];
        double[] deviation =
        [
            .. mean.Select((m, c) => Math.Sqrt(images.Average(image => Channel(image, c).Average(p => (p - m) * (p - m))))),
        ];
        return [.. images.Select(image => mean.SelectMany((m, c) => Channel(image, c).Select(p => (p - m) / deviation[c])).ToArray())];
    }

    private static IEnumerable<double> Channel(double[] image, int channel) => image.Where((_, i) => i % 3 == channel);
}
