namespace OnnxTrain;

/// <summary>
/// The variables of a model in safetensors files, under the names that PyTorch's state dicts have: <c>layers.0.weight</c>, [out, in].
/// Python reads and writes them with <c>safetensors.torch</c>.
/// </summary>
public static class ModelWeights
{
    /// <summary>The prefix of the names of everything in a checkpoint except the weights.</summary>
    internal const string TrainingPrefix = "training/";

    /// <summary>Writes all variables of a model. The file is written completely or not at all.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file, such as <c>model.safetensors</c>; an existing file is replaced.</param>
    /// <param name="type">The element type in the file: float16 or bfloat16 for half the size, float32 or float64; null for that of the
    /// model. Numbers are rounded to the nearest.</param>
    /// <exception cref="ArgumentException">The type is not supported, or cannot hold a number of the model.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    public static void SaveWeights(this Model model, string path, ElementType? type = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var written = type ?? model.ElementType;
        if (!written.IsStoredFloat())
            throw new ArgumentException($"Weights are written as floating-point numbers, not as {written.Text()}.", nameof(type));
        SafeTensorsWriter.WriteTensors(
            path, [.. Variables(model).Select(v => SafeTensorsSource.Of(v, written))],
            new Dictionary<string, string> { ["format"] = "pt" });
    }

    /// <summary>
    /// Reads the variables of a model from a safetensors file, including that of a checkpoint. Elements of type float16, bfloat16, float32,
    /// float64 and int64 are converted to the model's type. Nothing is changed unless everything fits.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file.</param>
    /// <param name="rename">Maps a name in the file to the name of a variable; null to skip the tensor. If omitted, the names are the
    /// same.</param>
    /// <param name="partial">
    /// Whether variables that are not in the file keep their values and tensors that are not in the model are ignored, as in fine-tuning
    /// with a new head. Tensors of the same name and different shapes are still an error.
    /// </param>
    /// <returns>The variables that were read, those that were not, and the tensors that were not used.</returns>
    /// <exception cref="DataException">The file cannot be read, or it does not fit the model.</exception>
    public static LoadedWeights LoadWeights(this Model model, string path, Func<string, string?>? rename = null, bool partial = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        using var file = new SafeTensorsReader(path);
        var variables = Variables(model).ToDictionary(v => v.Name, StringComparer.Ordinal);
        var matches = new Dictionary<Variable, SafeTensorsEntry>();
        var unexpected = new List<string>();
        foreach (var entry in file.Entries.Values.Where(e => !e.Name.StartsWith(TrainingPrefix, StringComparison.Ordinal)))
        {
            if ((rename is null ? entry.Name : rename(entry.Name)) is not { } name)
                continue;
            if (!variables.TryGetValue(name, out var variable))
                unexpected.Add(entry.Name);
            else if (!entry.Fits(variable.Shape))
                throw new DataException($"{path}: '{entry.Name}' is {entry.ShapeText}; the model's {name} is {variable.Shape}.");
            else if (!FloatElements.Reads(entry.Type))
                throw new DataException($"{path}: '{entry.Name}' holds {entry.Type}; weights are F16, BF16, F32 or F64, and counters I64.");
            else if (!matches.TryAdd(variable, entry))
                throw new DataException($"{path}: two tensors map to {name}.");
        }

        string[] missing = [.. variables.Values.Where(v => !matches.ContainsKey(v)).Select(v => v.Name)];
        if (!partial && missing.Length + unexpected.Count > 0) throw new DataException(Misfit(path, missing, unexpected));
        foreach (var (variable, entry) in matches) FloatElements.Read(file, entry, variable);
        GC.KeepAlive(model);
        return new([.. matches.Keys.Select(v => v.Name)], missing, unexpected);
    }

    internal static IEnumerable<Variable> Variables(Model model) => model.Parameters.Concat(model.Buffers);

    private static string Misfit(string path, string[] missing, List<string> unexpected)
    {
        var lacks = missing.Length == 0 ? "" : $" Missing: {NameList.Quoted(missing)}.";
        var has = unexpected.Count == 0 ? "" : $" Not in the model: {NameList.Quoted(unexpected)}.";
        return $"{path} does not fit the model.{lacks}{has} Rename its tensors, or ask for a partial load.";
    }
}
