using System.Globalization;

namespace OnnxTrain;

/// <summary>
/// A bfloat16: the upper 16 bits of a float32, 8 of exponent and 7 of fraction. Arithmetic is that of float32, rounded to the nearest, ties
/// to even.
/// </summary>
public readonly partial struct BFloat16 : IEquatable<BFloat16>, IComparable<BFloat16>
{
    private const int DroppedBits = 16;
    private const ushort QuietNaN = 0x7FC1; // as ONNX Runtime writes it

    internal BFloat16(ushort bits) => Bits = bits;

    internal ushort Bits { get; }

    /// <summary>Rounds to the nearest bfloat16, ties to even.</summary>
    public static explicit operator BFloat16(float number)
    {
        if (float.IsNaN(number)) return new(QuietNaN);
        var bits = BitConverter.SingleToUInt32Bits(number);
        return new((ushort)((bits + 0x7FFF + ((bits >> DroppedBits) & 1)) >> DroppedBits));
    }

    /// <summary>The same number as a float32.</summary>
    public static implicit operator float(BFloat16 number) => BitConverter.UInt32BitsToSingle((uint)number.Bits << DroppedBits);

    /// <inheritdoc/>
    public static bool operator ==(BFloat16 left, BFloat16 right) => (float)left == right;

    /// <inheritdoc/>
    public static bool operator !=(BFloat16 left, BFloat16 right) => (float)left != right;

    /// <inheritdoc/>
    public static bool operator <(BFloat16 left, BFloat16 right) => (float)left < right;

    /// <inheritdoc/>
    public static bool operator >(BFloat16 left, BFloat16 right) => (float)left > right;

    /// <inheritdoc/>
    public static bool operator <=(BFloat16 left, BFloat16 right) => (float)left <= right;

    /// <inheritdoc/>
    public static bool operator >=(BFloat16 left, BFloat16 right) => (float)left >= right;

    /// <inheritdoc/>
    public bool Equals(BFloat16 other) => ((float)this).Equals(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is BFloat16 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ((float)this).GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(BFloat16 other) => ((float)this).CompareTo(other);

    /// <summary>The number, the same in every culture.</summary>
    public override string ToString() => ((float)this).ToString(CultureInfo.InvariantCulture);
}
