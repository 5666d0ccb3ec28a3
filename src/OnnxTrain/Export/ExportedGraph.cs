using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>A graph as it is written, and which value each name of it stands for.</summary>
/// <param name="Model">The file.</param>
/// <param name="Values">The values that nodes of the file compute, by name; a name that is missing exists in the file only.</param>
/// <param name="Paths">The paths of the modules that these nodes come from, by name.</param>
/// <param name="Inputs">The inputs that the values are computed from, in the order of the file.</param>
internal sealed record ExportedGraph(
    ModelProto Model, IReadOnlyDictionary<string, Value> Values, IReadOnlyDictionary<string, string> Paths, IReadOnlyList<Value> Inputs);
