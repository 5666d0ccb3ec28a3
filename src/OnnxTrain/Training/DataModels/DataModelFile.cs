using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>Reads a <see cref="DataModel"/> from its ONNX file: the network from the metadata, the weights from the initializers.</summary>
internal static class DataModelFile
{
    public static DataModel Read(string path, Module? network)
    {
        var file = ModelFile.Read(path);
        var description =
            Describes(file)
            ?? throw new DataException(
                $"{path}: the file is not a model of a table or of images that OnnxTrain wrote (its metadata lack "
                    + $"'{ModelDescription.MetadataKey}').");
        if (description.Body is OwnBody && network is null)
            throw new DataException(
                $"{path}: its network is one of the user's own; give {nameof(DataModel)}.{nameof(DataModel.Load)} the network too.");
        var ensemble = file.MetadataProps.FirstOrDefault(p => p.Key == EnsembleSpec.MetadataKey)?.Value;
        var model = Create(path, description, network, ensemble, new(file, path));
        foreach (var property in file.MetadataProps.Where(p => !FirstDescription.MetadataKeys.Contains(p.Key) && !IsDescription(p.Key)))
            model.Metadata[property.Key] = property.Value;
        var (folded, _) = FoldedNormalization.Read(file, model);

        // Values that only training reads, such as the number of batches in the running statistics, are not in the file.
        var exported = new Graph(model.Inputs, [model.InferenceOutput]).Variables;
        ModelFile.ReadVariables(file, exported.Where(v => !folded.Contains(v)), path);
        return model;
    }

    /// <summary>The description in a file; null if there is none.</summary>
    /// <exception cref="DataException">It cannot be read.</exception>
    public static ModelDescription? Describes(ModelProto file) =>
        ModelDescription.Find(key => file.MetadataProps.FirstOrDefault(p => p.Key == key)?.Value);

    // The model writes these itself, in the present version; and each export says for itself whether it holds names.
    private static bool IsDescription(string key) =>
        key is ModelDescription.MetadataKey or EnsembleSpec.MetadataKey or NumbersOnlyMark.Key;

    private static DataModel Create(string path, ModelDescription description, Module? network, string? ensemble, FileWeights weights)
    {
        try
        {
            if (ensemble is null) return Create(description, network, path, weights.Count, weights.Require);
            var (method, members) = EnsembleSpec.FromJson(ensemble);
            if (members.Count > weights.Count) throw TooMany(path, $"{members.Count} members", weights.Count);

            // Each member has its own names of variables; the file must hold those of all members.
            var all = new List<Variable>();
            return Ensemble.Of([.. members.Select(member => Create(member, null, path, weights.Count, RequireTogether))], method);

            void RequireTogether(IReadOnlyList<Variable> variables)
            {
                all.AddRange(variables.Select(v => new Variable($"members.{v.Name}", v.Shape, v.Initializer)));
                weights.Require(all);
            }
        }
        catch (Exception e) when (e is ArgumentException or OverflowException or InvalidOperationException)
        {
            throw new DataException($"{path}: the description of the model in its metadata is invalid: {e.Message}", e);
        }
    }

    private static DataModel Create(
        ModelDescription description, Module? network, string path, int weights, Action<IReadOnlyList<Variable>> require) =>
        description.Body.Layers < weights
            ? new(description, network ?? description.NewNetwork(), seed: 0, require)
            : throw TooMany(path, $"{description.Body.Layers} hidden layers", weights);

    private static DataException TooMany(string path, string what, int weights) =>
        new(
            $"{path}: the description of the model in its metadata asks for {what}, and the file holds {weights} tensors; it was changed "
                + "after its export.");
}
