namespace OnnxTrain;

/// <summary>Reads an image model back from its ONNX file: the network from the metadata, the weights from the initializers.</summary>
internal static class ImageModelFile
{
    public static ImageModel Read(string path, Module? network)
    {
        var file = ModelFile.Read(path);
        var text =
            file.MetadataProps.FirstOrDefault(p => p.Key == ImageSpec.MetadataKey)?.Value
            ?? throw new DataException(
                $"{path}: the file holds no image model of OnnxTrain (its metadata lack '{ImageSpec.MetadataKey}').");
        var spec = ImageSpec.FromJson(text);
        if (spec.Network is null && network is null)
            throw new DataException(
                $"{path}: its network is none that OnnxTrain knows by name; give {nameof(ImageModel)}.{nameof(ImageModel.Load)} the "
                    + "network too.");
        var model = Create(path, spec, network, new(file, path));
        foreach (var property in file.MetadataProps) model.Metadata[property.Key] = property.Value;
        var (folded, _) = FoldedNormalization.Read(file, model);

        // What only training reads, such as the number of batches that statistics have seen, is not in the file.
        var exported = new Graph(model.Inputs, [model.InferenceOutput]).Variables;
        ModelFile.ReadVariables(file, exported.Where(v => !folded.Contains(v)), path);
        return model;
    }

    private static ImageModel Create(string path, ImageSpec spec, Module? network, FileWeights weights)
    {
        try
        {
            return ImageModel.FromSpec(spec, network, weights.Require);
        }
        catch (Exception e) when (e is ArgumentException or OverflowException or InvalidOperationException)
        {
            throw new DataException($"{path}: the description of the model in its metadata makes no model: {e.Message}", e);
        }
    }
}
