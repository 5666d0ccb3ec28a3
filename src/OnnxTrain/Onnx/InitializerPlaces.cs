using System.Text;
using Google.Protobuf;

namespace OnnxTrain.Onnx;

/// <summary>
/// The positions of the elements of initializers in the bytes of a model file, so that they can be replaced without knowing the format.
/// </summary>
internal static class InitializerPlaces
{
    /// <summary>The first byte and the number of bytes of each initializer's raw data, by name.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a model.</exception>
    public static IReadOnlyDictionary<string, (long Offset, long Length)> Of(byte[] model)
    {
        var places = new Dictionary<string, (long, long)>(StringComparer.Ordinal);
        foreach (var graph in Fields(model, 0, model.Length, ModelProto.GraphFieldNumber))
        {
            foreach (var tensor in Fields(model, graph.Start, graph.Length, GraphProto.InitializerFieldNumber))
            {
                if (Fields(model, tensor.Start, tensor.Length, TensorProto.NameFieldNumber) is not [var name])
                    throw new InvalidDataException("An initializer has no name, or two.");
                foreach (var data in Fields(model, tensor.Start, tensor.Length, TensorProto.RawDataFieldNumber))
                    places[Encoding.UTF8.GetString(model, name.Start, name.Length)] = (data.Start, data.Length);
            }
        }

        return places;
    }

    /// <summary>The contents of the fields with a given number within a message: messages, strings or bytes.</summary>
    private static List<(int Start, int Length)> Fields(byte[] bytes, int start, int length, int number)
    {
        var fields = new List<(int, int)>();
        for (var (at, end) = (start, start + length); at < end;)
        {
            var tag = (uint)Varint(bytes, ref at, end);
            switch (WireFormat.GetTagWireType(tag))
            {
                case WireFormat.WireType.Varint: _ = Varint(bytes, ref at, end); break;
                case WireFormat.WireType.Fixed64: at += 8; break;
                case WireFormat.WireType.Fixed32: at += 4; break;
                case WireFormat.WireType.LengthDelimited:
                    var size = (int)Math.Min(Varint(bytes, ref at, end), int.MaxValue);
                    if (size > end - at) throw new InvalidDataException("A field is longer than what holds it.");
                    if (WireFormat.GetTagFieldNumber(tag) == number) fields.Add((at, size));
                    at += size;
                    break;
                default: throw new InvalidDataException("A model file holds no groups.");
            }
        }

        return fields;
    }

    private static ulong Varint(byte[] bytes, ref int at, int end)
    {
        const int most = 64;
        for (var (value, shift) = (0UL, 0); at < end && shift < most; shift += 7)
        {
            var part = bytes[at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80) return value;
        }

        throw new InvalidDataException("A number is truncated.");
    }
}
