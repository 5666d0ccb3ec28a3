using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OnnxTrain;

/// <summary>
/// All that an <see cref="ImageModel"/> is besides its weights. It travels in the metadata of the exported file, so that the file can be
/// loaded and trained on.
/// </summary>
/// <param name="Network">The name of its network among <see cref="ImageNetworks"/>; null for one of the user's own.</param>
/// <param name="Height">Lines of an image.</param>
/// <param name="Width">Pixels of a line.</param>
/// <param name="Channels">Channels of an image.</param>
/// <param name="Axes">The axes of the file's input.</param>
/// <param name="Fit">How images of other sizes are brought to this one.</param>
/// <param name="Classes">The names of the classes.</param>
/// <param name="Mean">What is taken off each channel.</param>
/// <param name="Deviation">What each channel is divided by.</param>
/// <param name="AnySize">Whether the file takes images of any height and width, and resizes them itself.</param>
internal sealed record ImageSpec(
    string? Network, int Height, int Width, int Channels, ImageAxes Axes, ImageFit Fit, IReadOnlyList<string> Classes,
    IReadOnlyList<double> Mean, IReadOnlyList<double> Deviation, bool AnySize = false)
{
    /// <summary>The key of the metadata that holds it.</summary>
    public const string MetadataKey = "onnxtrain.image";

    private const int Longest = 1 << 16, MostElements = 1 << 30;

    /// <summary>The shape of the file's input.</summary>
    public Shape InputShape => AnySize ? ShapeOf("batch", "height", "width") : ShapeOf("batch", Height, Width);

    /// <summary>The shape of images in the order of the file's axes.</summary>
    public Shape ShapeOf(Dimension rows, Dimension height, Dimension width) =>
        Axes == ImageAxes.Nhwc ? [rows, height, width, Channels] : [rows, Channels, height, width];

    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("network", Network);
            json.WriteNumber("height", Height);
            json.WriteNumber("width", Width);
            json.WriteNumber("channels", Channels);
            json.WriteString("axes", Axes.ToString());
            json.WriteString("fit", Fit.ToString());
            json.WriteStartArray("classes");
            foreach (var name in Classes) json.WriteStringValue(name);
            json.WriteEndArray();
            WriteNumbers(json, "mean", Mean);
            WriteNumbers(json, "deviation", Deviation);
            if (AnySize) json.WriteBoolean("anySize", true);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <exception cref="DataException">The text is not one that <see cref="ToJson"/> wrote.</exception>
    public static ImageSpec FromJson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var root = json.RootElement;
            var spec = new ImageSpec(
                root.GetProperty("network").GetString(),
                root.GetProperty("height").GetInt32(),
                root.GetProperty("width").GetInt32(),
                root.GetProperty("channels").GetInt32(),
                SpecJson.Enum<ImageAxes>(root.GetProperty("axes")),
                SpecJson.Enum<ImageFit>(root.GetProperty("fit")),
                SpecJson.Texts(root.GetProperty("classes")),
                SpecJson.Numbers(root.GetProperty("mean")),
                SpecJson.Numbers(root.GetProperty("deviation")),
                root.TryGetProperty("anySize", out var anySize) && anySize.GetBoolean());
            spec.Check();
            return spec;
        }
        catch (Exception e) when (SpecJson.IsMalformed(e))
        {
            throw new DataException($"The description of the model in its metadata ('{MetadataKey}') cannot be read: {e.Message}", e);
        }
    }

    /// <exception cref="ArgumentException">It describes no model.</exception>
    public void Check()
    {
        if (Height < 1 || Width < 1 || Channels < 1)
            throw new ArgumentException($"Images of {Width} × {Height} pixels and {Channels} channels are none.");
        if (Height > Longest || Width > Longest || (long)Height * Width * Channels > MostElements)
            throw new ArgumentException(
                $"Images of {Width} × {Height} pixels and {Channels} channels are too large; a side is {Longest} pixels at most, and an "
                    + $"image {MostElements} numbers.");
        if (Mean.Count != Channels || Deviation.Count != Channels)
            throw new ArgumentException(
                $"{Mean.Count} means and {Deviation.Count} deviations were given; the images have {Channels} channels.");
        if (!Mean.All(double.IsFinite) || !Deviation.All(d => double.IsFinite(d) && (float)d > 0))
            throw new ArgumentException("Means have to be finite, and deviations finite and above 0.");
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IReadOnlyList<double> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers) json.WriteNumberValue(number);
        json.WriteEndArray();
    }
}
