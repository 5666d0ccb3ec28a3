using System.Buffers.Binary;
using System.Text;

namespace OnnxTrain.Benchmarks.Fuzz;

/// <summary>Changes of a safetensors file: of its header as JSON, of its elements, or of any bytes.</summary>
internal static class SafeTensorsMutator
{
    public static byte[] Mutate(Random random, byte[] input)
    {
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(input);
        var (header, elements) = (input.AsSpan(8, length).ToArray(), input[(8 + length)..]);
        switch (random.Next(5))
        {
            case 0: return ByteMutator.Mutate(random, input);
            case 1: elements = ByteMutator.Mutate(random, elements); break;
            default: header = Encoding.UTF8.GetBytes(JsonMutator.Mutate(random, Encoding.UTF8.GetString(header))); break;
        }

        var prefix = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, random.Next(10) == 0 ? ByteMutator.Number(random) : header.Length);
        return [.. prefix, .. header, .. elements];
    }
}
