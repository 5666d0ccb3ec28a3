using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>Reads a tabular model back from its ONNX file: the network from the metadata, the weights from the initializers.</summary>
internal static class TabularModelFile
{
    public static TabularModel Read(string path)
    {
        var file = ModelFile.Read(path);
        var spec =
            file.MetadataProps.FirstOrDefault(p => p.Key == TabularSpec.MetadataKey)?.Value
            ?? throw new DataException(
                $"{path}: the file holds no tabular model of OnnxTrain (its metadata lack '{TabularSpec.MetadataKey}').");
        var ensemble = file.MetadataProps.FirstOrDefault(p => p.Key == EnsembleSpec.MetadataKey)?.Value;
        var model = Create(path, spec, ensemble, new(file, path));
        foreach (var property in file.MetadataProps) model.Metadata[property.Key] = property.Value;
        ModelFile.ReadVariables(file, model.Parameters, path);
        return model;
    }

    private static TabularModel Create(string path, string spec, string? ensemble, FileWeights weights)
    {
        try
        {
            if (ensemble is null) return FromSpec(TabularSpec.FromJson(spec), path, weights.Count, weights.Require);
            var (method, members) = EnsembleSpec.FromJson(ensemble);
            if (members.Count > weights.Count) throw TooMany(path, $"{members.Count} members", weights.Count);

            // Members have the names of their variables to themselves; what the file has to hold is all of them together.
            var all = new List<Variable>();
            return Ensemble.Of([.. members.Select(member => FromSpec(member, path, weights.Count, RequireTogether))], method);

            void RequireTogether(IReadOnlyList<Variable> variables)
            {
                all.AddRange(variables.Select(v => new Variable($"members.{v.Name}", v.Shape, v.Initializer)));
                weights.Require(all);
            }
        }
        catch (Exception e) when (e is ArgumentException or OverflowException or InvalidOperationException)
        {
            throw new DataException($"{path}: the description of the model in its metadata makes no model: {e.Message}", e);
        }
    }

    private static TabularModel FromSpec(TabularSpec spec, string path, int weights, Action<IReadOnlyList<Variable>> require) =>
        spec.Hidden.Count < weights
            ? TabularModel.FromSpec(spec, require)
            : throw TooMany(path, $"{spec.Hidden.Count} hidden layers", weights);

    private static DataException TooMany(string path, string what, int weights) =>
        new(
            $"{path}: the description of the model in its metadata asks for {what}, and the file holds {weights} tensors; it was changed "
                + "after its export.");
}
