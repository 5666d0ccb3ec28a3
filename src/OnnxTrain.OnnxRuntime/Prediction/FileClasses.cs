using System.Globalization;
using System.Runtime.InteropServices;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>The names of the classes of a classifier's file: the constant that its label is picked from.</summary>
internal static class FileClasses
{
    /// <summary>The names in the order of the probabilities; none if the file picks no label.</summary>
    public static string[] Of(ModelProto model)
    {
        var label = model.Graph.Node.FirstOrDefault(n => n.OpType == "Gather" && n.Output.Contains(LabelComparer.Label));
        var names = model.Graph.Initializer.FirstOrDefault(t => t.Name == label?.Input.FirstOrDefault());
        return (TensorProto.Types.DataType?)names?.DataType switch
        {
            TensorProto.Types.DataType.String => [.. names!.StringData.Select(text => text.ToStringUtf8())],
            TensorProto.Types.DataType.Int64 => Array.ConvertAll(
                MemoryMarshal.Cast<byte, long>(names!.RawData.Span).ToArray(), number => number.ToString(CultureInfo.InvariantCulture)),
            _ => [],
        };
    }
}
