using System.Collections.Frozen;
using System.Globalization;

namespace OnnxTrain;

/// <summary>One column of a <see cref="CsvTable"/>. Immutable.</summary>
public sealed partial class CsvColumn
{
    /// <summary>The code of a missing text.</summary>
    internal const int NoCode = -1;

    private readonly ColumnValues<double>? _numbers;
    private readonly Spellings? _spellings;
    private readonly ColumnValues<int>? _codes;
    private readonly string[] _texts = [];
    private string[]? _strings;
    private string[]? _categories;
    private int[]? _indices;
    private int? _distinctCount, _missingCount;

    /// <param name="name">The name.</param>
    /// <param name="numbers">The numbers, NaN where one is missing.</param>
    /// <param name="spellings">The texts that do not follow from the numbers; null if there are none.</param>
    internal CsvColumn(string name, double[] numbers, Spellings? spellings = null)
        : this(name, new MemoryValues<double>(numbers), spellings)
    {
    }

    internal CsvColumn(string name, ColumnValues<double> numbers, Spellings? spellings) =>
        (Name, Kind, _numbers, _spellings) = (name, ColumnKind.Numeric, numbers, spellings);

    /// <param name="name">The name.</param>
    /// <param name="kind">The kind, one of texts.</param>
    /// <param name="codes">The place of each row's text; <see cref="NoCode"/> where it is missing.</param>
    /// <param name="texts">Distinct texts, none of them empty. Some may occur in no row.</param>
    internal CsvColumn(string name, ColumnKind kind, int[] codes, string[] texts)
        : this(name, kind, new MemoryValues<int>(codes), texts)
    {
    }

    internal CsvColumn(string name, ColumnKind kind, ColumnValues<int> codes, string[] texts) =>
        (Name, Kind, _codes, _texts) = (name, kind, codes, texts);

    /// <summary>
    /// A column of texts. Truth values that are written in several ways, such as <c>TRUE</c> and <c>true</c>, become one way.
    /// </summary>
    internal static CsvColumn OfTexts(string name, ColumnKind kind, int[] codes, string[] texts)
    {
        if (kind == ColumnKind.Time) return new(name, kind, codes, texts) { TimeForms = TimeForm.Fitting(texts) };
        if (TruthPlaces(kind, texts) is not { } places) return new(name, kind, codes, texts);
        for (var row = 0; row < codes.Length; row++) codes[row] = codes[row] == NoCode ? NoCode : places[codes[row]];
        return new(name, kind, codes, [TruthText.False, TruthText.True]);
    }

    /// <summary>The place of each text in false, true, if there are several ways to write them.</summary>
    internal static int[]? TruthPlaces(ColumnKind kind, string[] texts) =>
        kind != ColumnKind.Boolean || texts.CountBy(text => TruthText.Of(text) == true).All(truth => truth.Value == 1)
            ? null
            : Array.ConvertAll(texts, text => TruthText.Of(text) == true ? 1 : 0);

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
    public int Count => _numbers?.Count ?? _codes!.Count;

    /// <summary>The values of a numeric column as float64, one per row; NaN where one is missing.</summary>
    /// <exception cref="InvalidOperationException">The column is not numeric.</exception>
    public ReadOnlySpan<double> Numbers => ReadNumbers(0, Count);

    /// <summary>
    /// The values of a column of another kind, one per row; "" where one is missing. Truth values that a file writes in several ways are
    /// <c>true</c> and <c>false</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The column is numeric.</exception>
    public ReadOnlySpan<string> Strings => _numbers is null ? _strings ??= ToStrings() : throw WrongKind(nameof(Numbers));

    /// <summary>The number of rows without a value.</summary>
    public int MissingCount => _missingCount ??= CountMissing();

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
        : CountDistinct(int.MaxValue);

    /// <summary>
    /// The distinct texts, without the missing one, in ordinal order; those of a numeric column in the order of the numbers. Each is
    /// written as in the file: <c>1</c>, <c>1.0</c> and <c>01</c> are three.
    /// </summary>
    public IReadOnlyList<string> Categories
    {
        get
        {
            if (_categories is null) _ = _numbers is null ? FindTexts() : CategoryIndices();
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
            return _numbers is null
                ? AreSame(_codes!, code => code == NoCode)
                : AreSame(_numbers, double.IsNaN);
        }
    }

    /// <summary>The index of each row's value in <see cref="Categories"/>; −1 where it is missing.</summary>
    internal int[] CategoryIndices()
    {
        if (_indices is not null) return _indices;
        var indices = _numbers is null ? Ranked(_codes!.ToArray(), FindTexts()) : FindNumbers(_numbers);

        // Those of a column that is not in memory are not kept there.
        if (_numbers?.IsInMemory ?? _codes!.IsInMemory) _indices = indices;
        return indices;
    }

    /// <summary>The time of a row in ticks; negative where it is missing.</summary>
    /// <param name="row">The row, counted from 0.</param>
    /// <param name="form">How the texts are written.</param>
    internal long Ticks(int row, TimeForm form) => IsMissing(row) ? TimeForm.Missing : form.Parse(Text(row));

    /// <summary>Whether there are more distinct numbers or texts than a few.</summary>
    internal bool HasMoreThan(int few) =>
        _distinctCount is null && _numbers is not null ? CountDistinct(few) > few : DistinctCount > few;

    /// <summary>The texts that codes stand for; none for numbers.</summary>
    internal string[] TextsOfCodes => _texts;

    /// <summary>The number of rows without a value, where it is known before.</summary>
    internal int KnownMissing
    {
        init => _missingCount = value;
    }

    /// <summary>Codes of consecutive rows, of texts.</summary>
    internal ReadOnlySpan<int> ReadCodes(int first, int count) => _codes!.Read(first, count);

    /// <summary>The text of a number that does not follow from the number, or null.</summary>
    internal string? SpellingOf(int row) => _spellings?.TextOf(row);

    /// <summary>Numbers of consecutive rows.</summary>
    internal ReadOnlySpan<double> ReadNumbers(int first, int count) =>
        _numbers is null ? throw WrongKind(nameof(Strings)) : _numbers.Read(first, count);

    /// <summary>Numbers of any rows.</summary>
    internal void GatherNumbers(ReadOnlySpan<long> rows, Span<double> numbers)
    {
        if (_numbers is MemoryValues<double> all)
        {
            RowRange.Gather(all.All, rows, numbers);
            return;
        }

        var places = new int[rows.Length];
        for (var i = 0; i < places.Length; i++) places[i] = (int)rows[i];
        _numbers!.Gather(places, numbers);
    }

    /// <summary>Looks at all numbers, a block at a time.</summary>
    internal void ForEachNumber(ColumnValues<double>.Look look) => _numbers!.ForEach(look);

    /// <summary>Copies the texts of consecutive rows.</summary>
    internal void CopyTexts(int first, Span<string> texts)
    {
        if (_codes is null)
        {
            for (var i = 0; i < texts.Length; i++) texts[i] = Text(first + i);
            return;
        }

        var codes = _codes.Read(first, texts.Length);
        for (var i = 0; i < texts.Length; i++) texts[i] = codes[i] == NoCode ? "" : _texts[codes[i]];
    }

    internal CsvColumn Select(ReadOnlySpan<int> rows) => Select(new RowChoice(rows.ToArray()));

    internal CsvColumn Select(RowChoice rows) => _numbers is null
        ? new CsvColumn(Name, Kind, _codes!.Select(rows), _texts)
        {
            TimeForms = TimeForms, HoldsTicks = HoldsTicks, _missingCount = NoneMissing,
        }
        : new CsvColumn(Name, _numbers.Select(rows), _spellings?.Select(rows.Rows))
        {
            IsSingle = IsSingle, HoldsSeconds = HoldsSeconds, _missingCount = NoneMissing,
        };

    private int? NoneMissing => _missingCount == 0 ? 0 : null;

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
        var strings = new string[_codes!.Count];
        CopyTexts(0, strings);
        return strings;
    }

    private InvalidOperationException WrongKind(string instead) =>
        new($"Column '{Name}' is {Kind}: its values are in {instead}.");
}
