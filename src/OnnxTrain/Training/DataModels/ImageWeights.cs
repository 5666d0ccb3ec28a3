namespace OnnxTrain;

/// <summary>Pretrained weights for a model that may differ in parts, such as its last layer.</summary>
/// <param name="Taken">The variables of the model that were read.</param>
/// <param name="Misfits">The variables whose shape in the file is different.</param>
/// <param name="Missing">The variables that are not in the file.</param>
/// <param name="LeftOut">The variables that are in the file, but were requested to be new.</param>
/// <param name="Unused">The other tensors of the file.</param>
internal sealed record ImageWeights(
    IReadOnlyList<string> Taken, IReadOnlyList<string> Misfits, IReadOnlyList<string> Missing, IReadOnlyList<string> LeftOut,
    IReadOnlyList<string> Unused)
{
    /// <summary>Reads the variables whose names and shapes fit; the others keep their values.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">A safetensors file, including that of a checkpoint, or an ONNX file.</param>
    /// <param name="isNew">Whether a variable keeps its values although it is in the file.</param>
    /// <exception cref="DataException">The file cannot be read.</exception>
    public static ImageWeights Take(Model model, string path, Func<string, bool> isNew) =>
        Path.GetExtension(path).Equals(".onnx", StringComparison.OrdinalIgnoreCase)
            ? FromOnnx(model, path, isNew)
            : FromSafeTensors(model, path, isNew);

    /// <summary>The description in an ONNX file of a model of images; null for other files.</summary>
    public static ModelDescription? Describes(string path) =>
        Path.GetExtension(path).Equals(".onnx", StringComparison.OrdinalIgnoreCase)
            ? DataModelFile.Describes(ModelFile.Read(path)) is { Body: ImageBody or OwnBody } description ? description : null
            : null;

    private static ImageWeights FromOnnx(Model model, string path, Func<string, bool> isNew)
    {
        var file = ModelFile.Read(path);
        var tensors = file.Graph.Initializer.DistinctBy(t => t.Name).ToDictionary(t => t.Name, StringComparer.Ordinal);
        var (folded, names) = FoldedNormalization.Read(file, model);
        return Sort(
            model, isNew,
            tensors.Keys.Except(names).Concat(folded.Select(v => v.Name)),
            (variable, name) => folded.Contains(variable) || variable.TryRead(tensors[name]));
    }

    private static ImageWeights FromSafeTensors(Model model, string path, Func<string, bool> isNew)
    {
        using var file = new SafeTensorsReader(path);
        return Sort(
            model, isNew,
            file.Entries.Keys.Where(name => !name.StartsWith(ModelWeights.TrainingPrefix, StringComparison.Ordinal)),
            (variable, name) =>
            {
                var entry = file.Entries[name];
                if (!entry.Fits(variable.Shape) || !FloatElements.Reads(entry.Type))
                    return false;
                FloatElements.Read(file, entry, variable);
                return true;
            });
    }

    private static ImageWeights Sort(Model model, Func<string, bool> isNew, IEnumerable<string> names, Func<Variable, string, bool> tryRead)
    {
        var given = names.ToHashSet(StringComparer.Ordinal);
        var (taken, misfits, missing, leftOut) = (new List<string>(), new List<string>(), new List<string>(), new List<string>());
        foreach (var variable in ModelWeights.Variables(model))
        {
            if (!given.Remove(variable.Name)) missing.Add(variable.Name);
            else if (isNew(variable.Name)) leftOut.Add(variable.Name);
            else (tryRead(variable, variable.Name) ? taken : misfits).Add(variable.Name);
        }

        GC.KeepAlive(model);
        return new(taken, misfits, missing, leftOut, [.. given]);
    }
}
