using System.Numerics;

namespace OnnxTrain;

/// <summary>Generic code for the elements of any tensor, strings and packed ones included.</summary>
internal interface IElementVisitor<out TResult>
{
    TResult Visit<T>();
}

/// <summary>Generic code for elements of whole bytes, which a plan moves.</summary>
internal interface IFixedVisitor<out TResult>
{
    TResult Visit<T>()
        where T : unmanaged;
}

/// <summary>Generic code for numbers.</summary>
internal interface INumberVisitor<out TResult>
{
    TResult Visit<T>()
        where T : unmanaged, INumber<T>;
}

/// <summary>Generic code for floating-point numbers that the library computes with.</summary>
internal interface IFloatVisitor<out TResult>
{
    TResult Visit<T>()
        where T : unmanaged, IFloatingPointIeee754<T>;
}

/// <summary>
/// The only place that dispatches from a run-time element type to generic code. Visitors are structs, so that a call allocates nothing and
/// can be compiled ahead of time.
/// </summary>
internal static class ElementDispatch
{
    /// <summary>float32 and float64.</summary>
    public static TResult VisitFloat<TVisitor, TResult>(this ElementType type, TVisitor visitor)
        where TVisitor : struct, IFloatVisitor<TResult> => type switch
        {
            ElementType.Float32 => visitor.Visit<float>(),
            ElementType.Float64 => visitor.Visit<double>(),
            _ => throw Unfit(type, "a floating-point number to compute with"),
        };

    /// <summary>The types that the library computes with: float32, float64, int32 and int64.</summary>
    public static TResult VisitNumber<TVisitor, TResult>(this ElementType type, TVisitor visitor)
        where TVisitor : struct, INumberVisitor<TResult> => type switch
        {
            ElementType.Float32 => visitor.Visit<float>(),
            ElementType.Float64 => visitor.Visit<double>(),
            ElementType.Int32 => visitor.Visit<int>(),
            ElementType.Int64 => visitor.Visit<long>(),
            _ => throw Unfit(type, "a number to compute with"),
        };

    /// <summary>All numbers of whole bytes, also those that are only stored.</summary>
    public static TResult VisitStoredNumber<TVisitor, TResult>(this ElementType type, TVisitor visitor)
        where TVisitor : struct, INumberVisitor<TResult> => type switch
        {
            ElementType.Float32 => visitor.Visit<float>(),
            ElementType.Float64 => visitor.Visit<double>(),
            ElementType.Int32 => visitor.Visit<int>(),
            ElementType.Int64 => visitor.Visit<long>(),
            ElementType.UInt8 => visitor.Visit<byte>(),
            ElementType.Float16 => visitor.Visit<Half>(),
            ElementType.BFloat16 => visitor.Visit<BFloat16>(),
            ElementType.Int8 => visitor.Visit<sbyte>(),
            ElementType.Int16 => visitor.Visit<short>(),
            ElementType.UInt16 => visitor.Visit<ushort>(),
            ElementType.UInt32 => visitor.Visit<uint>(),
            ElementType.UInt64 => visitor.Visit<ulong>(),
            _ => throw Unfit(type, "a number of whole bytes"),
        };

    /// <summary>All types of whole bytes: numbers and truth values.</summary>
    public static TResult VisitFixed<TVisitor, TResult>(this ElementType type, TVisitor visitor)
        where TVisitor : struct, IFixedVisitor<TResult> => type == ElementType.Bool
        ? visitor.Visit<bool>()
        : type.VisitStoredNumber<FixedNumber<TVisitor, TResult>, TResult>(new(visitor));

    /// <summary>All types that .NET tensors can hold: all except those with several elements per byte.</summary>
    public static TResult VisitElement<TVisitor, TResult>(this ElementType type, TVisitor visitor)
        where TVisitor : struct, IElementVisitor<TResult> => type == ElementType.String
        ? visitor.Visit<string>()
        : type.VisitFixed<FixedElement<TVisitor, TResult>, TResult>(new(visitor));

    private static InvalidOperationException Unfit(ElementType type, string wanted) =>
        new($"{type.Text()} is not {wanted}; Cast converts.");

    private readonly struct FixedNumber<TVisitor, TResult>(TVisitor visitor) : INumberVisitor<TResult>
        where TVisitor : struct, IFixedVisitor<TResult>
    {
        public TResult Visit<T>()
            where T : unmanaged, INumber<T> => visitor.Visit<T>();
    }

    private readonly struct FixedElement<TVisitor, TResult>(TVisitor visitor) : IFixedVisitor<TResult>
        where TVisitor : struct, IElementVisitor<TResult>
    {
        public TResult Visit<T>()
            where T : unmanaged => visitor.Visit<T>();
    }
}
