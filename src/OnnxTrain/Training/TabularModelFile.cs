using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>Reads a tabular model back from its ONNX file: the network from the metadata, the weights from the initializers.</summary>
internal static class TabularModelFile
{
    public static TabularModel Read(string path)
    {
        var file = ModelFile.Read(path);
        var spec = file.MetadataProps.FirstOrDefault(p => p.Key == TabularSpec.MetadataKey)?.Value
            ?? throw new DataException($"{path}: the file holds no tabular model of OnnxTrain (its metadata lack '{TabularSpec.MetadataKey}').");
        var ensemble = file.MetadataProps.FirstOrDefault(p => p.Key == EnsembleSpec.MetadataKey)?.Value;
        var model = Create(path, spec, ensemble);
        foreach (var property in file.MetadataProps) model.Metadata[property.Key] = property.Value;
        ModelFile.ReadVariables(file, model.Parameters, path);
        return model;
    }

    private static TabularModel Create(string path, string spec, string? ensemble)
    {
        try
        {
            if (ensemble is null) return TabularModel.FromSpec(TabularSpec.FromJson(spec));
            var (method, members) = EnsembleSpec.FromJson(ensemble);
            return Ensemble.Of([.. members.Select(TabularModel.FromSpec)], method);
        }
        catch (ArgumentException e)
        {
            throw new DataException($"{path}: the description of the model in its metadata makes no model: {e.Message}", e);
        }
    }
}
