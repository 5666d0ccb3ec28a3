using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace OnnxTrain;

/// <summary>
/// Floating-point elements of a file, of any width, as those of a variable; and whole numbers, as PyTorch saves counters.
/// </summary>
internal static class FloatElements
{
    public static bool Reads(string type) => type is "F16" or "BF16" or "F32" or "F64" or "I64";

    /// <summary>Reads a tensor into a variable of its shape.</summary>
    public static void Read(SafeTensorsReader file, SafeTensorsEntry entry, Variable variable)
    {
        if (entry.Type == SafeTensorsWriter.TypeOf(variable.ElementType))
        {
            file.Read(entry, variable.Bytes);
            GC.KeepAlive(variable);
            return;
        }

        var bytes = new byte[entry.Length];
        file.Read(entry, bytes);
        var wide = new double[variable.Count];
        switch (entry.Type)
        {
            case "F16": TensorPrimitives.ConvertTruncating<Half, double>(MemoryMarshal.Cast<byte, Half>(bytes), wide); break;
            case "F32": TensorPrimitives.ConvertTruncating<float, double>(MemoryMarshal.Cast<byte, float>(bytes), wide); break;
            case "I64": TensorPrimitives.ConvertTruncating<long, double>(MemoryMarshal.Cast<byte, long>(bytes), wide); break;
            case "F64": MemoryMarshal.Cast<byte, double>(bytes).CopyTo(wide); break;
            default:
                var upper = MemoryMarshal.Cast<byte, ushort>(bytes);
                for (var i = 0; i < wide.Length; i++)
                    wide[i] = BitConverter.UInt32BitsToSingle((uint)upper[i] << 16); // bfloat16 is the upper half of a float32
                break;
        }

        if (variable.ElementType == ElementType.Float64)
        {
            variable.Assign<double>(wide);
            return;
        }

        var narrow = new float[wide.Length];
        TensorPrimitives.ConvertTruncating<double, float>(wide, narrow);
        variable.Assign<float>(narrow);
    }
}
