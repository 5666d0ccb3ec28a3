namespace OnnxTrain.Cli;

/// <summary>A C# program that runs an exported file on an image, with Microsoft.ML.OnnxRuntime alone.</summary>
internal static class ImageSnippet
{
    public static IEnumerable<string> Lines(DataModel model, string file)
    {
        var image = model.Image!;
        var (height, width, channels) = (image.Height, image.Width, image.Channels);
        var type = model.Outputs[0].Value.ElementType == ElementType.String ? "string" : "long";
        yield return "using Microsoft.ML.OnnxRuntime;";
        yield return "using Microsoft.ML.OnnxRuntime.Tensors;";
        yield return "";
        yield return $"using var session = new InferenceSession({Snippet.Literal(file)});";
        if (image.AnySize) yield return $"var (height, width) = ({height}, {width}); // of any image";
        yield return $"var pixels = new byte[{(image.AnySize ? "height * width" : $"{height} * {width}")} * {channels}]; // "
            + $"{Order(image)}, 0 to 255";
        yield return $"var image = new DenseTensor<byte>(pixels, "
            + $"[{string.Join(", ", model.Inputs[0].Shape.Skip(1).Select(d => $"{d}").Prepend("1"))}]);";
        yield return "using var results = session.Run([NamedOnnxValue.CreateFromTensor(\"image\", image)]);";
        yield return $"var label = results[0].AsEnumerable<{type}>().First();";
        yield return "var probabilities = results[1].AsEnumerable<float>();";
        yield return "Console.WriteLine($\"{label}: {string.Join(\" \", probabilities)}\");";
    }

    private static string Order(ImageFeature image) => (image.Channels, image.Axes) switch
    {
        (1, _) => "grey, line by line",
        (_, ImageAxes.Nhwc) => "red, green and blue of each pixel, line by line",
        _ => "all red, all green, all blue, line by line",
    };
}
