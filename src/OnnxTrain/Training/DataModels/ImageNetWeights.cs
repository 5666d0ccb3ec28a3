namespace OnnxTrain;

/// <summary>Weights that torchvision trained on ImageNet, recognized by the names and shapes in their file.</summary>
internal static class ImageNetWeights
{
    private const int Classes = 1000;

    /// <summary>The <see cref="ImageNetworks"/> that a safetensors file with 1,000 classes is of; null for other files.</summary>
    /// <exception cref="DataException">The file cannot be read.</exception>
    public static string? NetworkOf(string path)
    {
        if (!Path.GetExtension(path).Equals(".safetensors", StringComparison.OrdinalIgnoreCase)) return null;
        using var file = new SafeTensorsReader(path);
        if (Has("features.0.0.weight", 32, 3, 3, 3) && Has("classifier.1.weight", Classes, 1280)) return "mobilenetv2";
        if (!Has("conv1.weight", 64, 3, 7, 7)) return null;
        if (Has("fc.weight", Classes, 2048))
            return Knows("layer3.5.conv3.weight") && !Knows("layer3.6.conv3.weight") ? "resnet50" : null;
        if (!Has("fc.weight", Classes, 512)) return null;
        return Knows("layer3.5.conv2.weight") ? "resnet34" : "resnet18";

        bool Knows(string name) => file.Entries.ContainsKey(name);

        bool Has(string name, params int[] sizes) =>
            file.Entries.TryGetValue(name, out var entry) && entry.Fits([.. sizes.Select(size => (Dimension)size)]);
    }
}
