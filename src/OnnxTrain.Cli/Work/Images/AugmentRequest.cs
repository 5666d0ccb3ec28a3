using System.Globalization;

namespace OnnxTrain.Cli;

/// <summary>How images are to be changed at random, as <c>shift=2,flip,elastic=34/4</c> on the command line.</summary>
/// <param name="Changes">Names of changes, with their numbers; those left out suit the size of the images.</param>
internal sealed record AugmentRequest(IReadOnlyList<(string Name, double[] Numbers)> Changes)
{
    /// <summary>Numbers that suit images of this size, that of MNIST; those in pixels grow with the images.</summary>
    private const double Side = 28, Shift = 2, Rotation = 10, CropArea = 0.7, Alpha = 34, Sigma = 4, Cutout = 8, Mixup = 0.2;

    private static readonly (string Name, int MostNumbers)[] Known =
    [
        ("shift", 1),
        ("flip", 0),
        ("rotation", 1),
        ("crop", 1),
        ("elastic", 2),
        ("cutout", 1),
        ("mixup", 1),
    ];

    /// <summary>The changes of a text; null if it names one that there is not, names one twice, or has a number that will not do.</summary>
    public static AugmentRequest? Parse(string text)
    {
        var changes = new List<(string, double[])>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var (at, name) = (part.IndexOf('=', StringComparison.Ordinal), part);
            if (at >= 0) name = part[..at];
            var known = Array.Find(Known, k => k.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            string[] texts = at < 0 ? [] : part[(at + 1)..].Split('/');
            if (known.Name is null || texts.Length > known.MostNumbers || changes.Exists(c => c.Item1 == known.Name)) return null;
            var numbers = new double[texts.Length];
            for (var i = 0; i < texts.Length; i++)
            {
                if (!double.TryParse(texts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i])) return null;
            }

            changes.Add((known.Name, numbers));
        }

        var request = new AugmentRequest(changes);
        try
        {
            _ = request.For((int)Side, (int)Side);
            return request;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The changes of images of a size.</summary>
    /// <exception cref="ArgumentException">A number will not do.</exception>
    public ImageAugmentation For(int height, int width)
    {
        var scale = Math.Max(height, width) / Side;
        var all = new ImageAugmentation();
        foreach (var (name, numbers) in Changes)
        {
            all = name switch
            {
                "shift" => all with { Shift = Whole(numbers, Math.Max(1, Shift * scale)) },
                "flip" => all with { HorizontalFlip = true },
                "rotation" => all with { Rotation = Number(numbers, Rotation) },
                "crop" => all with { CropArea = Number(numbers, CropArea) },
                "elastic" => all with
                {
                    Elastic = new(Number(numbers, Alpha * scale), numbers.Length > 1 ? numbers[1] : Math.Clamp(Sigma * scale, 1, 64)),
                },
                "cutout" => all with { Cutout = Whole(numbers, Math.Max(1, Cutout * scale)) },
                _ => all with { Mixup = Number(numbers, Mixup) },
            };
        }

        return all;
    }

    private static double Number(double[] numbers, double otherwise) => numbers.Length > 0 ? numbers[0] : otherwise;

    private static int Whole(double[] numbers, double otherwise)
    {
        var number = numbers.Length > 0 ? numbers[0] : Math.Round(otherwise);
        return double.IsInteger(number) && Math.Abs(number) <= int.MaxValue
            ? (int)number
            : throw new ArgumentException($"{number} is not a whole number.");
    }
}
