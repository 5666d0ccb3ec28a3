using System.Collections.Frozen;
using System.Globalization;

namespace OnnxTrain;

/// <summary>One column of a <see cref="CsvTable"/>. Immutable.</summary>
public sealed class CsvColumn
{
    /// <summary>The code of a missing text.</summary>
    internal const int NoCode = -1;

    private readonly double[]? _numbers;
    private readonly Spellings? _spellings;
    private readonly int[]? _codes;
    private readonly string[] _texts = [];
    private string[]? _strings;
    private string[]? _categories;
    private int[]? _indices;
    private int? _distinctCount;

    /// <param name="name">The name.</param>
    /// <param name="numbers">The numbers, NaN where one is missing.</param>
    /// <param name="spellings">The texts that do not follow from the numbers; null if there are none.</param>
    internal CsvColumn(string name, double[] numbers, Spellings? spellings = null)
    {
        (Name, Kind, _numbers, _spellings) = (name, ColumnKind.Numeric, numbers, spellings);
        MissingCount = numbers.Count(double.IsNaN);
    }

    /// <param name="name">The name.</param>
    /// <param name="kind">The kind, one of texts.</param>
    /// <param name="codes">The place of each row's text; <see cref="NoCode"/> where it is missing.</param>
    /// <param name="texts">Distinct texts, none of them empty. Some may occur in no row.</param>
    internal CsvColumn(string name, ColumnKind kind, int[] codes, string[] texts)
    {
        (Name, Kind, _codes, _texts) = (name, kind, codes, texts);
        MissingCount = codes.AsSpan().Count(NoCode);
    }

    /// <summary>
    /// A column of texts. Truth values that are written in several ways, such as <c>TRUE</c> and <c>true</c>, become one way.
    /// </summary>
    internal static CsvColumn OfTexts(string name, ColumnKind kind, int[] codes, string[] texts)
    {
        if (kind == ColumnKind.Time) return new(name, kind, codes, texts) { TimeForms = TimeForm.Fitting(texts) };
        if (kind != ColumnKind.Boolean || texts.CountBy(text => TruthText.Of(text) == true).All(truth => truth.Value == 1))
            return new(name, kind, codes, texts);
        var places = Array.ConvertAll(texts, text => TruthText.Of(text) == true ? 1 : 0);
        for (var row = 0; row < codes.Length; row++) codes[row] = codes[row] == NoCode ? NoCode : places[codes[row]];
        return new(name, kind, codes, [TruthText.False, TruthText.True]);
    }

    /// <summary>A column of values of time, which may be any negative number where one is missing.</summary>
    internal static CsvColumn OfTicks(string name, ColumnKind kind, ReadOnlySpan<long> ticks)
    {
        var (codes, places, distinct) = (new int[ticks.Length], new Dictionary<long, int>(), new List<long>());
        for (var row = 0; row < codes.Length; row++)
        {
            if (ticks[row] < 0) codes[row] = NoCode;
            else if (places.TryGetValue(ticks[row], out var code)) codes[row] = code;
            else
            {
                codes[row] = places[ticks[row]] = distinct.Count;
                distinct.Add(ticks[row]);
            }
        }

        var form = TimeForm.Of(distinct);
        return new(name, kind, codes, [.. distinct.Select(form.Format)]) { TimeForms = [form], HoldsTicks = true };
    }

    /// <summary>The column of texts with the form in which its times are written.</summary>
    internal CsvColumn WithTimeForm(TimeForm form) => new(Name, Kind, _codes!, _texts) { TimeForms = [form], MissingTexts = MissingTexts };

    /// <summary>The column as one of times or durations, if all texts are some.</summary>
    internal CsvColumn Recognized()
    {
        if (Kind != ColumnKind.Categorical) return this;
        if (TimeForm.Fitting(_texts) is { Count: > 0 } forms)
            return new(Name, ColumnKind.Time, _codes!, _texts) { TimeForms = forms, MissingTexts = MissingTexts };
        return DurationForm.Fitting(_texts) is null
            ? this
            : new(Name, ColumnKind.Duration, _codes!, _texts) { MissingTexts = MissingTexts };
    }

    /// <summary>The name in the header.</summary>
    public string Name { get; }

    /// <summary>What the values are.</summary>
    public ColumnKind Kind { get; }

    /// <summary>The number of rows.</summary>
    public int Count => _numbers?.Length ?? _codes!.Length;

    /// <summary>The values of a numeric column as float64, one per row; NaN where one is missing.</summary>
    /// <exception cref="InvalidOperationException">The column is not numeric.</exception>
    public ReadOnlySpan<double> Numbers => _numbers ?? throw WrongKind(nameof(Strings));

    /// <summary>
    /// The values of a column of another kind, one per row; "" where one is missing. Truth values that a file writes in several ways are
    /// <c>true</c> and <c>false</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The column is numeric.</exception>
    public ReadOnlySpan<string> Strings => _numbers is null ? _strings ??= ToStrings() : throw WrongKind(nameof(Numbers));

    /// <summary>The number of rows without a value.</summary>
    public int MissingCount { get; }

    /// <summary>Whether the numbers were float32, and have the texts of float32.</summary>
    internal bool IsSingle { get; init; }

    /// <summary>The forms that all times of the column have, among them that in which they are written; empty for other kinds.</summary>
    internal IReadOnlyList<TimeForm> TimeForms { get; init; } = [];

    /// <summary>Whether the numbers are durations in seconds, of a source that has them as values.</summary>
    internal bool HoldsSeconds { get; init; }

    /// <summary>Whether the source has times as values, not as texts: the texts are in a form of this library.</summary>
    internal bool HoldsTicks { get; init; }

    /// <summary>The texts that were read as missing values, with their counts; without empty fields.</summary>
    internal IReadOnlyDictionary<string, int> MissingTexts { get; set; } = FrozenDictionary<string, int>.Empty;

    /// <summary>The number of distinct numbers or texts, without the missing one.</summary>
    public int DistinctCount => _distinctCount ??= _numbers is null
        ? UsedCodes().Count(used => used)
        : _numbers.Where(number => !double.IsNaN(number)).ToHashSet().Count;

    /// <summary>
    /// The distinct texts, without the missing one, in ordinal order; those of a numeric column in the order of the numbers. Each is
    /// written as in the file: <c>1</c>, <c>1.0</c> and <c>01</c> are three.
    /// </summary>
    public IReadOnlyList<string> Categories
    {
        get
        {
            if (_categories is null) FindCategories();
            return _categories!;
        }
    }

    /// <summary>Whether a row has no value.</summary>
    /// <param name="row">The row, counted from 0.</param>
    /// <returns>Whether the value is missing.</returns>
    public bool IsMissing(int row) => _numbers is null ? _codes![row] == NoCode : double.IsNaN(_numbers[row]);

    /// <summary>
    /// The value of a row as text, as it is written in the file; a number that was not read from text in its shortest invariant form; ""
    /// where it is missing.
    /// </summary>
    /// <param name="row">The row, counted from 0.</param>
    /// <returns>The text.</returns>
    public string Text(int row)
    {
        if (_numbers is null) return _codes![row] is >= 0 and var code ? _texts[code] : "";
        return double.IsNaN(_numbers[row]) ? "" : _spellings?.TextOf(row) ?? Format(_numbers[row]);
    }

    /// <summary>The text of a row as it is in the file, also that of a missing number.</summary>
    internal string WrittenText(int row) => _spellings?.TextOf(row) ?? Text(row);

    /// <summary>Whether all rows that have a value have the same.</summary>
    internal bool IsConstant
    {
        get
        {
            if (MissingCount == Count) return false;
            if (_numbers is null) return !_codes!.AsSpan().ContainsAnyExcept(NoCode, Array.Find(_codes!, code => code != NoCode));
            var first = Array.Find(_numbers, number => !double.IsNaN(number));
            return !Array.Exists(_numbers, number => !double.IsNaN(number) && number != first);
        }
    }

    /// <summary>The index of each row's value in <see cref="Categories"/>; −1 where it is missing.</summary>
    internal int[] CategoryIndices()
    {
        if (_indices is null) FindCategories();
        return _indices!;
    }

    /// <summary>The time of a row in ticks; negative where it is missing.</summary>
    /// <param name="row">The row, counted from 0.</param>
    /// <param name="form">How the texts are written.</param>
    internal long Ticks(int row, TimeForm form) => IsMissing(row) ? TimeForm.Missing : form.Parse(Text(row));

    /// <summary>Copies the texts of consecutive rows.</summary>
    internal void CopyTexts(int first, Span<string> texts)
    {
        for (var i = 0; i < texts.Length; i++) texts[i] = Text(first + i);
    }

    internal CsvColumn Select(ReadOnlySpan<int> rows) => _numbers is null
        ? new CsvColumn(Name, Kind, Pick(_codes!, rows), _texts) { TimeForms = TimeForms, HoldsTicks = HoldsTicks }
        : new CsvColumn(Name, Pick(_numbers, rows), _spellings?.Select(rows)) 
        {
            IsSingle = IsSingle, HoldsSeconds = HoldsSeconds,
        };

    internal static T[] Pick<T>(T[] values, ReadOnlySpan<int> rows)
    {
        var picked = new T[rows.Length];
        for (var i = 0; i < picked.Length; i++) picked[i] = values[rows[i]];

        return picked;
    }

    private string Format(double number) => IsSingle
        ? ((float)number).ToString(CultureInfo.InvariantCulture)
        : number.ToString(CultureInfo.InvariantCulture);

    private string[] ToStrings()
    {
        var strings = new string[_codes!.Length];
        CopyTexts(0, strings);
        return strings;
    }

    private bool[] UsedCodes()
    {
        var used = new bool[_texts.Length];
        foreach (var code in _codes!)
        {
            if (code != NoCode) used[code] = true;
        }

        return used;
    }

    private void FindCategories()
    {
        if (_numbers is null)
        {
            var used = UsedCodes();
            int[] order =
                [.. Enumerable.Range(0, _texts.Length).Where(code => used[code]).OrderBy(code => _texts[code], StringComparer.Ordinal)];
            var places = new int[_texts.Length];
            for (var i = 0; i < order.Length; i++) places[order[i]] = i;
            _indices = Array.ConvertAll(_codes!, code => code == NoCode ? NoCode : places[code]);
            _categories = [.. order.Select(code => _texts[code])];
            return;
        }

        // Numbers that are written in several ways are several categories.
        var found = new Dictionary<(double Number, string? Spelling), int>();
        var codes = new int[_numbers.Length];
        for (var row = 0; row < codes.Length; row++)
        {
            if (double.IsNaN(_numbers[row])) codes[row] = NoCode;
            else if (found.TryGetValue((_numbers[row], _spellings?.TextOf(row)), out var known)) codes[row] = known;
            else found[(_numbers[row], _spellings?.TextOf(row))] = codes[row] = found.Count;
        }

        var sorted = found.OrderBy(pair => pair.Key.Number).ThenBy(pair => pair.Key.Spelling, StringComparer.Ordinal).ToArray();
        var ranks = new int[sorted.Length];
        for (var i = 0; i < ranks.Length; i++) ranks[sorted[i].Value] = i;
        _indices = Array.ConvertAll(codes, code => code == NoCode ? NoCode : ranks[code]);
        _categories = [.. sorted.Select(pair => pair.Key.Spelling ?? Format(pair.Key.Number))];
    }

    private InvalidOperationException WrongKind(string instead) =>
        new($"Column '{Name}' is {Kind}: its values are in {instead}.");
}
