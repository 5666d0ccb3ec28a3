using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// Writes safetensors files: eight bytes with the length of a JSON header, the header, then the elements of all tensors, little-endian
/// and row-major (the format of the library of that name by Hugging Face).
/// </summary>
internal static class SafeTensorsWriter
{
    /// <summary>Writes named variables and metadata. The file is written completely or not at all.</summary>
    public static void Write(
        string path, IReadOnlyList<(string Name, Variable Variable)> tensors, IReadOnlyDictionary<string, string> metadata) =>
        WriteTensors(path, [.. tensors.Select(tensor => SafeTensorsSource.Of(tensor.Name, tensor.Variable))], metadata);

    /// <summary>Writes tensors in the element types that they hold.</summary>
    /// <exception cref="NotSupportedException">The format does not have the type.</exception>
    public static void WriteTensors(
        string path, IReadOnlyList<SafeTensorsSource> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var header = Header(tensors, metadata);
        AtomicFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (var tensor in tensors) tensor.Write(stream);
        });
    }

    /// <summary>The header, padded with spaces so that the elements begin at a multiple of eight bytes.</summary>
    private static byte[] Header(IReadOnlyList<SafeTensorsSource> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var stream = new MemoryStream();
        // nothing here goes into a web page
        using (var json = new Utf8JsonWriter(stream, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            foreach (var (key, text) in metadata) json.WriteString(key, text);
            json.WriteEndObject();
            var offset = 0L;
            foreach (var tensor in tensors)
            {
                var (type, shape) = (tensor.Type.ElementType, tensor.Type.Shape);
                var length = type.Bytes(shape.ElementCount);
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", type.Row().SafeTensors ?? throw new NotSupportedException(
                    $"'{tensor.Name}' is {type.Text()}, which safetensors files do not have."));
                json.WriteStartArray("shape");
                foreach (var size in shape.Sizes()) json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += length);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        while (stream.Length % sizeof(long) != 0) stream.WriteByte((byte)' ');
        return stream.ToArray();
    }
}
