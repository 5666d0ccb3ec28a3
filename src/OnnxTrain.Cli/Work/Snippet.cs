using System.Globalization;
using System.Text;

namespace OnnxTrain.Cli;

/// <summary>A C# program that runs an exported file on a row of data, with Microsoft.ML.OnnxRuntime alone.</summary>
/// <param name="model">The model in the file.</param>
/// <param name="table">A table whose first row the program predicts; null for images alone, which it leaves to be filled in.</param>
/// <param name="labels">Whether the file holds names.</param>
internal sealed class Snippet(DataModel model, CsvTable? table, ExportLabels labels)
{
    private const int MostCells = 8;

    /// <param name="file">The file.</param>
    /// <param name="width">The longest line wanted.</param>
    public IEnumerable<string> Lines(string file, int width) =>
    [
        "using Microsoft.ML.OnnxRuntime;",
        "using Microsoft.ML.OnnxRuntime.Tensors;",
        "",
        $"using var session = new InferenceSession({Literal(file)});",
        .. model.InputFeatures.OfType<ImageFeature>().SelectMany(Image),
        .. Run(width),
        .. Print(width),
        .. model.InputFeatures.Any(feature => feature.RowWidth > 0) ? Cell : [],
    ];

    private static string[] Cell =>
    [
        "",
        "static NamedOnnxValue Cell<T>(string column, T value) => NamedOnnxValue",
        "    .CreateFromTensor(column, new DenseTensor<T>(new[] { value }, [1, 1]));",
    ];

    /// <summary>A tensor for an image, the i-th of the model.</summary>
    private static IEnumerable<string> Image(ImageFeature image, int i)
    {
        var end = i == 0 ? "" : $"{i + 1}";
        var (height, width, channels) = image.AnySize
            ? ($"height{end}", $"width{end}", image.Channels)
            : ($"{image.Height}", $"{image.Width}", image.Channels);
        if (image.AnySize) yield return $"var ({height}, {width}) = ({image.Height}, {image.Width}); // of any image";
        yield return $"var pixels{end} = new byte[{height} * {width} * {channels}]; // {Order(image)}, 0 to 255";
        var axes = image.Axes == ImageAxes.Nhwc ? $"{height}, {width}, {channels}" : $"{channels}, {height}, {width}";
        yield return $"var image{end} = new DenseTensor<byte>(pixels{end}, [1, {axes}]);";
    }

    private static string Order(ImageFeature image) => (image.Channels, image.Axes) switch
    {
        (1, _) => "grey, line by line",
        (_, ImageAxes.Nhwc) => "red, green and blue of each pixel, line by line",
        _ => "all red, all green, all blue, line by line",
    };

    private IEnumerable<string> Run(int width)
    {
        var features = model.InputFeatures;
        if (features.Count > MostCells && features.All(feature => feature is NumberFeature && !IsWide(feature)))
        {
            var values = features.Select((feature, i) => Value(feature) + (i < features.Count - 1 ? "," : "];"));
            return [.. Fill("float[] row = [", values, width), "using var results = session.Run([.. session.InputNames.Zip(row, Cell)]);"];
        }

        var images = 0;
        var inputs = features
            .Select(feature => feature is ImageFeature
                ? $"NamedOnnxValue.CreateFromTensor({Literal(feature.Name)}, image{(images++ == 0 ? "" : $"{images}")})"
                : $"Cell({Literal(feature.Name)}, {Value(feature)})")
            .Select((input, i) => input + (i < features.Count - 1 ? "," : "]);"));
        return Fill("using var results = session.Run([", inputs, width);
    }

    private IEnumerable<string> Print(int width)
    {
        if (labels == ExportLabels.None) return PrintNumbers(width);
        if (model.Targets is [NumberTarget only]) return [$"Console.WriteLine(results[0].AsEnumerable<{TypeOf(only)}>().First());"];
        if (model.Targets.Count == 1)
            return
            [
                $"var label = results[0].AsEnumerable<{LabelOf(0)}>().First();",
                "var probabilities = results[1].AsEnumerable<float>();",
                "Console.WriteLine($\"{label}: {string.Join(\" \", probabilities)}\");",
            ];
        var outputs = 0;
        var lines = new List<string>();
        foreach (var target in model.Targets)
        {
            var type = target is NumberTarget number ? TypeOf(number) : LabelOf(outputs);
            lines.Add($"Console.WriteLine({Literal($"{target.Name}: ")} + results[{outputs}].AsEnumerable<{type}>().First());");
            outputs += target.OutputNames.Count;
        }

        return lines;
    }

    /// <summary>Probabilities and numbers, of which each target has one output.</summary>
    private IEnumerable<string> PrintNumbers(int width)
    {
        if (model.Targets is not [ClassTarget { Classes: var classes }])
        {
            return model.Targets.Select((target, i) =>
            {
                var type = target is NumberTarget number ? TypeOf(number) : "float";
                return $"Console.WriteLine({Literal(target.Name + ": ")} + string.Join(\" \", results[{i}].AsEnumerable<{type}>()));";
            });
        }

        var names = classes.Select((name, i) => Literal(name) + (i < classes.Count - 1 ? "," : "];"));
        return
        [
            .. Fill("string[] classes = [", names, width),
            "var probabilities = results[0].AsEnumerable<float>().ToArray();",
            "Console.WriteLine(classes[Array.IndexOf(probabilities, probabilities.Max())]);",
        ];
    }

    /// <summary>The type of a label: names, or the numbers that the names are.</summary>
    private string LabelOf(int output) =>
        model.Outputs[output].Value.ElementType == ElementType.String ? "string" : "long";

    /// <summary>Parts behind a beginning, in lines as long as fit.</summary>
    private static IEnumerable<string> Fill(string start, IEnumerable<string> parts, int width)
    {
        var line = new StringBuilder(start);
        var isNew = true;
        foreach (var part in parts)
        {
            if (!isNew && line.Length + 1 + part.Length > width)
            {
                yield return line.ToString();
                line.Clear().Append("    ");
                isNew = true;
            }

            line.Append(isNew ? "" : " ").Append(part);
            isNew = false;
        }

        yield return line.ToString();
    }

    private string Value(Feature feature)
    {
        if (labels == ExportLabels.None)
            return Number(feature.ToNumbers(feature.Read(new(table!, 0, 1))).Numbers()[0], IsWide(feature));
        if (feature is TimeFeature or DurationFeature)
        {
            var value = feature.Read(new(table!, 0, 1)).Elements.GetValue(0);
            if (value is string text) return Literal(text);
            return value is double number
                ? Number(number, isWide: true)
                : $"{Convert.ToInt64(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)}L";
        }

        return feature is NumberFeature
            ? Number(table![feature.Name].ReadNumbers(0, 1)[0], IsWide(feature))
            : Literal(table![feature.Name].Text(0));
    }

    private static string Number(double number, bool isWide)
    {
        if (double.IsNaN(number)) return isWide ? "double.NaN" : "float.NaN";
        return isWide
            ? $"{number.ToString("R", CultureInfo.InvariantCulture)}d"
            : $"{((float)number).ToString("R", CultureInfo.InvariantCulture)}f";
    }

    private static bool IsWide(Feature feature) => feature.ToInput().ElementType == ElementType.Float64;

    private static string TypeOf(NumberTarget target) => target.IsWide ? "double" : "float";

    public static string Literal(string text)
    {
        var literal = new StringBuilder("\"");
        foreach (var c in text)
        {
            if (c is '"' or '\\')
                literal.Append('\\').Append(c);
            else if (char.IsControl(c) || c is '\u2028' or '\u2029' or '\u0085')
                literal.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                literal.Append(c);
        }

        return literal.Append('"').ToString();
    }
}
