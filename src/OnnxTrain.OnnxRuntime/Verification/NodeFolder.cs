using Google.Protobuf;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>A folder that reproduces what one node of a file computes, laid out as the test data of ONNX backends.</summary>
internal static class NodeFolder
{
    private const string ModelName = "model.onnx";
    private const string ReadmeName = "README.txt";
    private const string DataName = "test_data_set_0";

    /// <summary>Finds out before any work whether the folder may be written.</summary>
    /// <exception cref="ArgumentException">It is a file, or holds what is not its own.</exception>
    public static void Check(string folder)
    {
        if (string.IsNullOrWhiteSpace(folder))
            throw new ArgumentException("The folder to save the first difference in has no name.");
        if (File.Exists(folder))
            throw new ArgumentException($"'{folder}' is a file; name a folder to save the first difference in.");
        if (!Directory.Exists(folder))
            return;
        var strange = Directory
            .EnumerateFileSystemEntries(folder)
            .Select(Path.GetFileName)
            .FirstOrDefault(n => n is not (ModelName or ReadmeName or DataName));
        if (strange is not null)
            throw new ArgumentException(
                $"The folder '{folder}' holds '{strange}', which is no saved difference; name a new or empty folder to save the first "
                    + "one in.");
    }

    /// <summary>Writes the folder; what an earlier verification wrote there goes.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string folder, IsolatedNode node, string readme)
    {
        var data = Path.Combine(folder, DataName);
        if (Directory.Exists(data)) Directory.Delete(data, recursive: true);
        Directory.CreateDirectory(data);
        OnnxFile.Write(node.Part, Path.Combine(folder, ModelName));
        for (var i = 0; i < node.Inputs.Count; i++) Save("input", i, node.Inputs[i].Tensor, node.Inputs[i].Name);
        for (var i = 0; i < node.Outputs.Length; i++)
        {
            Save("output", i, node.Expected[i], node.Outputs[i]);
            if (node.Actual is { } actual) Save("actual", i, actual[i], node.Outputs[i]);
        }

        AtomicFile.Write(Path.Combine(folder, ReadmeName), stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(readme)));

        void Save(string kind, int index, TensorData tensor, string name) =>
            AtomicFile.Write(Path.Combine(data, FormattableString.Invariant($"{kind}_{index}.pb")), tensor.ToOnnx(name).WriteTo);
    }

    /// <summary>What the folder holds, in words.</summary>
    public static string Readme(NodeVerificationReport report, IsolatedNode node)
    {
        var first = report.FirstDifference!;
        string[] lines =
        [
            $"The first node of {Path.GetFileName(report.Path)} that does not compute in ONNX Runtime {report.RuntimeVersion} what the "
                + "model computes:",
            "",
            $"  {first}",
            "",
            .. report.Reasons.Select(r => $"- {r}"),
            "",
            $"{ModelName} is this node alone, cut out of the file with its constants{Preceding(node)}.",
            $"{DataName} holds tensors in the format of ONNX (TensorProto):",
            "",
            .. node.Inputs.Select(
                (input, i) => Invariant($"  input_{i}.pb   {input.Name} {input.Tensor.Type}: what the model computes before the node")),
            .. node.Outputs.Select((name, i) => Invariant($"  output_{i}.pb  {name} {node.Expected[i].Type}: what the model computes")),
            .. node.Actual is { } actual
                ? node.Outputs.Select(
                    (name, i) =>
                        Invariant($"  actual_{i}.pb  {name} {actual[i].Type}: what ONNX Runtime computes ")
                            + $"from {ModelName} and the inputs here, optimizations off")
                : [$"  no actual_0.pb: ONNX Runtime does not run {ModelName}: {node.Failure}"],
            "",
            "The layout is that of the test data of ONNX backends, whose runners take it as it is: they run the model on the inputs and",
            "compare with the outputs.",
            "",
        ];
        return string.Join('\n', lines);
    }

    private static string Preceding(IsolatedNode node) =>
        node.Part.Graph.Node.Count > 1 ? Invariant($" and {node.Part.Graph.Node.Count - 1} steps before it that only the file has") : "";
}
