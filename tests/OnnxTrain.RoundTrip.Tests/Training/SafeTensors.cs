using System.Text;

namespace OnnxTrain.RoundTrip.Tests.Training;

/// <summary>
/// Writes tensors of float32 and float64 in the format safetensors as another program would: eight bytes with the length of a header in
/// JSON, the header, the elements.
/// </summary>
internal static class SafeTensors
{
    public static void Write(string path, IReadOnlyDictionary<string, TensorData> tensors)
    {
        var (entries, offset) = (new List<string>(), 0);
        foreach (var (name, tensor) in tensors)
        {
            var end = offset + tensor.Bytes.Length;
            entries.Add(
                $"\"{name}\":{{\"dtype\":\"{(tensor.Type.ElementType == ElementType.Float64 ? "F64" : "F32")}\","
                    + $"\"shape\":[{string.Join(',', tensor.Type.Shape.Sizes())}],\"data_offsets\":[{offset},{end}]}}");
            offset = end;
        }

        var header = Encoding.UTF8.GetBytes($"{{{string.Join(',', entries)}}}");
        using var stream = File.Create(path);
        stream.Write(BitConverter.GetBytes((long)header.Length));
        stream.Write(header);
        foreach (var tensor in tensors.Values) stream.Write(tensor.Bytes);
    }
}
