using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>A graph as it is written, and the value of each of its names.</summary>
/// <param name="Model">The file.</param>
/// <param name="Values">The values that nodes of the file compute, by name; a missing name exists only in the file.</param>
/// <param name="Paths">The paths of the modules of these nodes, by name.</param>
/// <param name="Inputs">The inputs that the values are computed from, in the order of the file.</param>
internal sealed record ExportedGraph(
    ModelProto Model, IReadOnlyDictionary<string, Value> Values, IReadOnlyDictionary<string, string> Paths, IReadOnlyList<Value> Inputs);
