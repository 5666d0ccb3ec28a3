namespace OnnxTrain;

/// <summary>Whether the variables of a model fit into memory, found out before any is asked for.</summary>
internal static class ModelSize
{
    /// <exception cref="ArgumentException">A variable has more elements than an array may have, or all together exceed the memory.
    /// </exception>
    public static void Require(IReadOnlyList<Variable> variables, ElementType type)
    {
        if (variables.FirstOrDefault(v => v.Shape.ElementCount > Array.MaxLength) is { } large)
            throw new ArgumentException(Invariant(
                $"The variable {large.Name} {large.Shape} has {large.Shape.ElementCount} elements; at most {Array.MaxLength} are ")
                + "possible. Use fewer units or channels.");
        var elements = variables.Sum(v => (double)v.Shape.ElementCount);
        var (bytes, memory) = (elements * type.Row().Bits / 8, (double)GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        if (bytes <= memory) return;
        const double gigabyte = 1e9;
        throw new ArgumentException(Invariant(
            $"The model has {elements:0} parameters and buffers, {bytes / gigabyte:0.0} GB, and {memory / gigabyte:0.0} GB of memory are ")
            + "there. Use fewer units or channels.");
    }
}
