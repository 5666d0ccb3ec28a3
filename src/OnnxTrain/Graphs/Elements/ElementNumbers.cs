using System.Numerics;

namespace OnnxTrain;

/// <summary>Converts elements of any type except strings to float64, and back.</summary>
internal static class ElementNumbers
{
    private const double LargestWhole = 1L << 53;

    /// <summary>Whether a type can represent a number: floats up to rounding, integers exactly.</summary>
    public static bool Holds(ElementType type, double number)
    {
        var row = type.Row();
        if (row.Kind == ElementKind.Float) return !double.IsFinite(number) || type.VisitStoredNumber<Rounded, bool>(new(number));
        if (row.Kind != ElementKind.Integer) return row.Kind == ElementKind.Truth;
        var end = Math.Pow(2, row.IsSigned ? row.Bits - 1 : row.Bits);
        return double.IsInteger(number) && Math.Abs(number) <= LargestWhole && number < end && number >= (row.IsSigned ? -end : 0);
    }

    /// <summary>The elements in float64.</summary>
    public static double[] Of(TensorData tensor)
    {
        var (type, numbers) = (tensor.Type.ElementType, new double[tensor.Type.Shape.ElementCount]);
        if (type == ElementType.Bool) ElementConversion.FromTruths(tensor.As<bool>(), numbers.AsSpan());
        else if (type.IsPacked())
        {
            var small = new sbyte[numbers.Length];
            ElementConversion.Unpack(tensor.Bytes, 0, type.Row().IsSigned, small);
            ElementConversion.Convert<sbyte, double>(small, numbers);
        }
        else type.VisitStoredNumber<Reader, bool>(new(tensor, numbers));

        return numbers;
    }

    /// <summary>The array that holds the numbers as elements of the type.</summary>
    public static Array Array(double[] numbers, ElementType type)
    {
        var array = type.Row().Storage.New(type.StoredLength(numbers.Length));
        if (type == ElementType.Bool) ElementConversion.ToTruths<double>(numbers, (bool[])array);
        else if (type.IsPacked())
        {
            var small = new sbyte[numbers.Length];
            ElementConversion.ToPackable<double>(numbers, small);
            ElementConversion.Pack(small, 0, type.Row().Storage.Bytes(array));
        }
        else type.VisitStoredNumber<Writer, bool>(new(numbers, array));

        return array;
    }

    /// <summary>Whether a number is finite after conversion.</summary>
    private readonly struct Rounded(double number) : INumberVisitor<bool>
    {
        public bool Visit<T>()
            where T : unmanaged, INumber<T>
        {
            Span<T> rounded = stackalloc T[1];
            ElementConversion.Convert<double, T>([number], rounded);
            return T.IsFinite(rounded[0]);
        }
    }

    private readonly struct Reader(TensorData tensor, double[] numbers) : INumberVisitor<bool>
    {
        public bool Visit<T>()
            where T : unmanaged, INumber<T>
        {
            ElementConversion.Convert(tensor.As<T>(), numbers.AsSpan());
            return true;
        }
    }

    private readonly struct Writer(double[] numbers, Array array) : INumberVisitor<bool>
    {
        public bool Visit<T>()
            where T : unmanaged, INumber<T>
        {
            ElementConversion.Convert<double, T>(numbers, (T[])array);
            return true;
        }
    }
}
