using System.Collections.Frozen;
using System.Globalization;

namespace OnnxTrain;

/// <summary>One column of a <see cref="CsvTable"/>. Immutable.</summary>
public sealed class CsvColumn
{
    private readonly float[]? _numbers;
    private readonly string[]? _strings;
    private float[]? _distinctNumbers;
    private string[]? _categories;

    internal CsvColumn(string name, float[] numbers)
    {
        (Name, Kind, _numbers) = (name, ColumnKind.Numeric, numbers);
        MissingCount = numbers.Count(float.IsNaN);
    }

    internal CsvColumn(string name, ColumnKind kind, string[] strings)
    {
        (Name, Kind, _strings) = (name, kind, strings);
        MissingCount = strings.Count(text => text.Length == 0);
    }

    /// <summary>The name in the header.</summary>
    public string Name { get; }

    /// <summary>What the values are.</summary>
    public ColumnKind Kind { get; }

    /// <summary>The number of rows.</summary>
    public int Count => _numbers?.Length ?? _strings!.Length;

    /// <summary>The values of a numeric column, one per row; NaN where one is missing.</summary>
    /// <exception cref="InvalidOperationException">The column is not numeric.</exception>
    public ReadOnlySpan<float> Numbers => _numbers ?? throw WrongKind(nameof(Strings));

    /// <summary>The values of a categorical or Boolean column, one per row; "" where one is missing.</summary>
    /// <exception cref="InvalidOperationException">The column is numeric.</exception>
    public ReadOnlySpan<string> Strings => _strings ?? throw WrongKind(nameof(Numbers));

    /// <summary>The number of rows without a value.</summary>
    public int MissingCount { get; }

    /// <summary>The texts that were read as missing values, with their counts; for a text column as read, without empty fields.</summary>
    internal IReadOnlyDictionary<string, int> MissingTexts { get; init; } = FrozenDictionary<string, int>.Empty;

    /// <summary>The number of distinct values, without the missing one.</summary>
    public int DistinctCount => _numbers is null ? Categories.Count : DistinctNumbers.Length;

    /// <summary>
    /// The distinct values, without the missing one: texts in ordinal order, or numbers in ascending order and written as
    /// <see cref="Text"/> writes them.
    /// </summary>
    public IReadOnlyList<string> Categories => _categories ??= _numbers is null
        ? [.. _strings!.Where(text => text.Length > 0).Distinct().Order(StringComparer.Ordinal)]
        : [.. DistinctNumbers.Select(Format)];

    private float[] DistinctNumbers =>
        _distinctNumbers ??= [.. _numbers!.Where(number => !float.IsNaN(number)).Distinct().Order()];

    /// <summary>Whether a row has no value.</summary>
    /// <param name="row">The row, counted from 0.</param>
    /// <returns>Whether the value is missing.</returns>
    public bool IsMissing(int row) => _numbers is null ? _strings![row].Length == 0 : float.IsNaN(_numbers[row]);

    /// <summary>The value of a row as text, a number in its shortest invariant form; "" where it is missing.</summary>
    /// <param name="row">The row, counted from 0.</param>
    /// <returns>The text.</returns>
    public string Text(int row) =>
        _numbers is null ? _strings![row] : float.IsNaN(_numbers[row]) ? "" : Format(_numbers[row]);

    /// <summary>The index of each row's value in <see cref="Categories"/>; −1 where it is missing.</summary>
    internal int[] CategoryIndices()
    {
        var indices = new int[Count];
        for (var row = 0; row < indices.Length; row++)
        {
            indices[row] = IsMissing(row) ? -1
                : _numbers is null ? Array.BinarySearch((string[])Categories, _strings![row], StringComparer.Ordinal)
                : Array.BinarySearch(DistinctNumbers, _numbers[row]);
        }

        return indices;
    }

    internal CsvColumn Select(ReadOnlySpan<int> rows) => _numbers is null
        ? new CsvColumn(Name, Kind, Pick(_strings!, rows))
        : new CsvColumn(Name, Pick(_numbers, rows));

    internal static T[] Pick<T>(T[] values, ReadOnlySpan<int> rows)
    {
        var picked = new T[rows.Length];
        for (var i = 0; i < picked.Length; i++) picked[i] = values[rows[i]];

        return picked;
    }

    private static string Format(float number) => number.ToString(CultureInfo.InvariantCulture);

    private InvalidOperationException WrongKind(string instead) =>
        new($"Column '{Name}' is {Kind}: its values are in {instead}.");
}
