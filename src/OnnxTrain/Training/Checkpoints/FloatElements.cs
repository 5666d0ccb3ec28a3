namespace OnnxTrain;

/// <summary>Converts numbers of a file to the type of a variable: floats of any width, and integers, as PyTorch saves counters.</summary>
internal static class FloatElements
{
    public static bool Reads(string type) => ElementTypes.OfSafeTensors(type) is { } known && known.Row().Kind != ElementKind.Truth;

    /// <summary>Reads a tensor into a variable of its shape.</summary>
    public static void Read(SafeTensorsReader file, SafeTensorsEntry entry, Variable variable)
    {
        var type = ElementTypes.OfSafeTensors(entry.Type)!.Value;
        if (type == variable.ElementType)
        {
            file.Read(entry, variable.Bytes);
            GC.KeepAlive(variable);
            return;
        }

        var tensor = TensorData.Empty(new(type, variable.Shape));
        file.Read(entry, tensor.Bytes);
        variable.AssignNumbers(tensor.Numbers());
    }
}
