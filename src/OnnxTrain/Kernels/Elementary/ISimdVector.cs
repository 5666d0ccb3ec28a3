namespace OnnxTrain.Kernels;

/// <summary>
/// A SIMD vector of float32 or float64 of one width, with the operations that elementary functions are made of. Each operation is rounded
/// as IEEE 754 says, so that every width gives the same bits.
/// </summary>
internal unsafe interface ISimdVector<TSelf>
    where TSelf : struct, ISimdVector<TSelf>
{
    /// <summary>Elements of a vector.</summary>
    static abstract int Count { get; }

    /// <summary>Whether the elements are of float32.</summary>
    static abstract bool IsSingle { get; }

    static abstract TSelf operator +(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a);

    static abstract TSelf operator *(TSelf a, TSelf b);

    static abstract TSelf operator /(TSelf a, TSelf b);

    /// <summary>The constant in every element: the first of float32, the second of float64.</summary>
    static abstract TSelf Constant(float single, double wide);

    /// <summary>The constant with these bits in every element.</summary>
    static abstract TSelf Bits(int single, long wide);

    static abstract TSelf Load(void* at);

    /// <summary>a · b + c, rounded once.</summary>
    static abstract TSelf FusedMultiplyAdd(TSelf a, TSelf b, TSelf c);

    static abstract TSelf Abs(TSelf a);

    /// <summary>Whether a &lt; b in every element, which is false where one is NaN.</summary>
    static abstract bool AllLess(TSelf a, TSelf b);

    /// <summary><paramref name="then"/> where a &lt; b, otherwise <paramref name="other"/>.</summary>
    static abstract TSelf WhereLess(TSelf a, TSelf b, TSelf then, TSelf other);

    /// <summary><paramref name="then"/> where a = b, otherwise <paramref name="other"/>.</summary>
    static abstract TSelf WhereEqual(TSelf a, TSelf b, TSelf then, TSelf other);

    /// <summary>The sum of the bits, taken as whole numbers.</summary>
    static abstract TSelf AddBits(TSelf a, TSelf b);

    /// <summary>The difference of the bits, taken as whole numbers.</summary>
    static abstract TSelf SubtractBits(TSelf a, TSelf b);

    static abstract TSelf AndBits(TSelf a, TSelf b);

    static abstract TSelf OrBits(TSelf a, TSelf b);

    /// <summary>The bits of the exponent moved to the place of lowest value; zeros follow.</summary>
    static abstract TSelf ExponentToLowestBits(TSelf a);

    /// <summary>The lowest bits moved to the place of the exponent; zeros follow.</summary>
    static abstract TSelf LowestBitsToExponent(TSelf a);

    /// <summary>A function of float32 computed in float64.</summary>
    static abstract TSelf InFloat64<TFunction>(TSelf x)
        where TFunction : IElementary;

    void Store(void* at);
}
