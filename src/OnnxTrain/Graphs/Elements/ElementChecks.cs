using System.Numerics;
using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>Checks of elements.</summary>
internal static class ElementChecks
{
    /// <summary>Whether no element is NaN or infinite; always true for types other than floats.</summary>
    public static bool IsFinite(this TensorData tensor) =>
        !tensor.Type.ElementType.IsStoredFloat() || tensor.Type.ElementType.VisitStoredNumber<Finite, bool>(new(tensor));

    /// <summary>Whether an element of a range is infinite.</summary>
    public static bool IsAnyInfinite(this TensorData tensor, int start, int count) =>
        tensor.Type.ElementType.IsStoredFloat()
        && tensor.Type.ElementType.VisitStoredNumber<Infinite, bool>(new(tensor, start, count));

    private readonly struct Finite(TensorData tensor) : INumberVisitor<bool>
    {
        public bool Visit<T>()
            where T : unmanaged, INumber<T> => TensorPrimitives.IsFiniteAll(tensor.As<T>());
    }

    private readonly struct Infinite(TensorData tensor, int start, int count) : INumberVisitor<bool>
    {
        public bool Visit<T>()
            where T : unmanaged, INumber<T> => TensorPrimitives.IsInfinityAny(tensor.As<T>().Slice(start, count));
    }
}
