using System.Text;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// The files of a training step, to train a model in any ONNX runtime: the step itself (forward, loss, gradients and the optimizer's update
/// in standard operators), the initial values of its variables, the model for inference, and a manifest that maps outputs to the inputs of
/// the next step.
/// </summary>
public sealed class TrainingFiles
{
    internal const string TrainingName = "training.onnx";
    internal const string InitialName = "initial.onnx";
    internal const string WeightsName = "initial.safetensors";
    internal const string InferenceName = "inference.onnx";
    internal const string ModelName = "model.onnx";
    internal const string ManifestName = "training.json";

    /// <summary>The names of all files, the manifest last.</summary>
    internal static IReadOnlyList<string> Names { get; } = [TrainingName, InitialName, WeightsName, InferenceName, ModelName, ManifestName];

    internal TrainingFiles(
        string folder, int nodeCount, IReadOnlyList<string> inputs, IReadOnlyList<string> variables, IReadOnlyList<string> outputs
    ) => (Folder, NodeCount, Inputs, Variables, Outputs) = (folder, nodeCount, inputs, variables, outputs);

    /// <summary>The folder of the files.</summary>
    public string Folder { get; }

    /// <summary>The step: batch, targets, learning rate and variables in; loss, accuracy and updated variables out.</summary>
    public string Training => Path.Combine(Folder, TrainingName);

    /// <summary>A graph without inputs that yields the initial values of the step's variables.</summary>
    public string Initial => Path.Combine(Folder, InitialName);

    /// <summary>The same variables as safetensors.</summary>
    public string Weights => Path.Combine(Folder, WeightsName);

    /// <summary>The model with its variables as inputs, for predictions between steps.</summary>
    public string Inference => Path.Combine(Folder, InferenceName);

    /// <summary>The model to deploy, with the initial weights; <see cref="Finish"/> replaces them by trained ones.</summary>
    public string Model => Path.Combine(Folder, ModelName);

    /// <summary>Inputs, outputs and variables as JSON.</summary>
    public string Manifest => Path.Combine(Folder, ManifestName);

    /// <summary>The number of nodes of the step.</summary>
    public int NodeCount { get; }

    /// <summary>The step's inputs other than variables.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>The inputs that are random draws, in the order of the step; empty if random numbers come from the seed.</summary>
    internal IReadOnlyList<string> Draws { get; init; } = [];

    /// <summary>The step's variables.</summary>
    public IReadOnlyList<string> Variables { get; }

    /// <summary>The step's outputs other than variables.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>Writes the file to deploy: the model of a folder of training files with trained weights.</summary>
    /// <param name="folder">The folder of the files.</param>
    /// <param name="weights">A safetensors file with the trained variables under their names; other tensors, such as the optimizer's, are
    /// ignored.</param>
    /// <param name="path">The file to write; an existing file is replaced.</param>
    /// <exception cref="DataException">A file is missing or invalid, or a variable is missing or has another shape; nothing is
    /// written.</exception>
    public static void Finish(string folder, string weights, string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ArgumentException.ThrowIfNullOrWhiteSpace(weights);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var manifest = Path.Combine(folder, ManifestName);
        var (variables, checksum) = TrainingManifest.Parse(Encoding.UTF8.GetString(Read(manifest)), manifest);
        var model = Read(Path.Combine(folder, ModelName));
        if (checksum is not null && checksum != TrainingManifest.Checksum(model))
            throw Strangers(
                folder, $"{ModelName} is not the file that was written with {ManifestName}; one of them was changed or replaced");
        var places = Places(model, folder);
        using var file = new SafeTensorsReader(weights);
        foreach (var variable in variables.Where(v => v.Place is not null))
        {
            var (offset, length) = variable.Place!.Value;
            if (!file.Entries.TryGetValue(variable.Name, out var entry)) throw new DataException(Lacks(weights, variable.Name, file));
            if (!entry.Fits(variable.Type.Shape) || entry.Type != variable.Type.ElementType.Row().SafeTensors)
                throw new DataException($"{weights}: '{variable.Name}' is {entry.Type} {entry.ShapeText}; the model's is {variable.Type}.");
            if (!places.TryGetValue(variable.Name, out var place) || place != (offset, length) || length != entry.Length)
                throw Strangers(
                    folder,
                    $"'{variable.Name}' is said to be {length} bytes at byte {offset}, and "
                        + $"{(place.Length > 0 ? $"is {place.Length} bytes at byte {place.Offset}" : "is not there")}");
            file.Read(entry, model.AsSpan((int)offset, (int)length));
        }

        AtomicFile.Write(path, stream => stream.Write(model));
    }

    /// <summary>The positions of the initializers in the model file.</summary>
    private static IReadOnlyDictionary<string, (long Offset, long Length)> Places(byte[] model, string folder)
    {
        try
        {
            return InitializerPlaces.Of(model);
        }
        catch (InvalidDataException e)
        {
            throw new DataException($"{Path.Combine(folder, ModelName)} is not the ONNX model that ExportTraining wrote: {e.Message}", e);
        }
    }

    private static DataException Strangers(string folder, string why) =>
        new(
            $"{Path.Combine(folder, ModelName)} and {ManifestName} do not belong together: {why}. Write them again with ExportTraining "
                + "(onnxtrain export-training).");

    private static string Lacks(string weights, string name, SafeTensorsReader file) => file.Entries.Count == 0
        ? $"{weights} lacks '{name}', a variable of the model; it holds no tensor."
        : $"{weights} lacks '{name}', a variable of the model; it may be of another model, with {NameList.Quoted(file.Entries.Keys)}.";

    private static byte[] Read(string path) =>
        File.Exists(path)
            ? File.ReadAllBytes(path)
            : throw new DataException($"{path} does not exist; ExportTraining (onnxtrain export-training) writes it.");
}
