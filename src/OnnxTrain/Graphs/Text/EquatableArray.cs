using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace OnnxTrain;

/// <summary>
/// An immutable array with value equality, written as <c>[1, 2]</c>: for attributes of operators that are lists. It gives records of
/// operators with such attributes a correct equality and a unique text.
/// </summary>
[CollectionBuilder(typeof(EquatableArray), nameof(EquatableArray.Create))]
internal sealed class EquatableArray<T>(T[] items) : IReadOnlyList<T>, IEquatable<EquatableArray<T>>
    where T : notnull
{
    public int Length => items.Length;

    public ReadOnlySpan<T> Span => items;

    int IReadOnlyCollection<T>.Count => items.Length;

    public T this[int index] => items[index];

    public static implicit operator EquatableArray<T>(T[] items) => new([.. items]);

    public static implicit operator ReadOnlySpan<T>(EquatableArray<T> array) => array.Span;

    public bool Equals(EquatableArray<T>? other) => other is not null && Span.SequenceEqual(other.Span, EqualityComparer<T>.Default);

    public override bool Equals(object? obj) => obj is EquatableArray<T> other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var item in items) hash.Add(item);
        return hash.ToHashCode();
    }

    public override string ToString() => $"[{string.Join(", ", items.Select(Text))}]";

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Numbers are culture-invariant; strings are quoted, so that ["a, b"] and ["a", "b"] differ.</summary>
    private static string? Text(T item) => item is string text
        ? $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""
        : Convert.ToString(item, CultureInfo.InvariantCulture);
}

/// <summary>Builds an <see cref="EquatableArray{T}"/> from a collection expression.</summary>
internal static class EquatableArray
{
    public static EquatableArray<T> Create<T>(ReadOnlySpan<T> items)
        where T : notnull => new(items.ToArray());
}
