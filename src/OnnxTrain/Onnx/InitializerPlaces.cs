using System.Text;
using Google.Protobuf;

namespace OnnxTrain.Onnx;

/// <summary>Where in the bytes of a model file the elements of its initializers lie, so that others can be put there without knowing the format.</summary>
internal static class InitializerPlaces
{
    /// <summary>The first byte and the number of bytes of each initializer's raw data, by name.</summary>
    public static IReadOnlyDictionary<string, (long Offset, long Length)> Of(byte[] model)
    {
        var places = new Dictionary<string, (long, long)>(StringComparer.Ordinal);
        foreach (var graph in Fields(model, 0, model.Length, ModelProto.GraphFieldNumber))
        {
            foreach (var tensor in Fields(model, graph.Start, graph.Length, GraphProto.InitializerFieldNumber))
            {
                var name = Fields(model, tensor.Start, tensor.Length, TensorProto.NameFieldNumber).Single();
                foreach (var data in Fields(model, tensor.Start, tensor.Length, TensorProto.RawDataFieldNumber))
                    places[Encoding.UTF8.GetString(model, name.Start, name.Length)] = (data.Start, data.Length);
            }
        }

        return places;
    }

    /// <summary>The contents of the fields of one number, of messages, texts or bytes, within a message.</summary>
    private static List<(int Start, int Length)> Fields(byte[] bytes, int start, int length, int number)
    {
        var fields = new List<(int, int)>();
        for (var (at, end) = (start, start + length); at < end;)
        {
            var tag = (uint)Varint(bytes, ref at);
            switch (WireFormat.GetTagWireType(tag))
            {
                case WireFormat.WireType.Varint: _ = Varint(bytes, ref at); break;
                case WireFormat.WireType.Fixed64: at += 8; break;
                case WireFormat.WireType.Fixed32: at += 4; break;
                case WireFormat.WireType.LengthDelimited:
                    var size = (int)Varint(bytes, ref at);
                    if (WireFormat.GetTagFieldNumber(tag) == number) fields.Add((at, size));
                    at += size;
                    break;
                default: throw new InvalidDataException("A model file holds no groups.");
            }
        }

        return fields;
    }

    private static ulong Varint(byte[] bytes, ref int at)
    {
        var (value, shift) = (0UL, 0);
        for (; bytes[at] >= 0x80; shift += 7) value |= (ulong)(bytes[at++] & 0x7F) << shift;
        return value | ((ulong)bytes[at++] << shift);
    }
}
