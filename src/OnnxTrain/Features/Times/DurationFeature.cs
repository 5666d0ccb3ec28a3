using System.Text.Json;

namespace OnnxTrain;

/// <summary>
/// A column of durations, one number of the row for the network: the input is string [batch, 1] for texts such as <c>1.02:03:04</c>,
/// <c>26:03:04</c>, <c>1 day, 2:03:04</c> or <c>P1DT2H3M4S</c>, and float64 [batch, 1], seconds, for values of .NET or of a columnar file.
/// Durations are scaled in seconds, in float64; a missing duration, or a text that is none, is replaced as a missing number is.
/// </summary>
public sealed class DurationFeature : Feature
{
    private const string InSeconds = "seconds";

    private readonly DurationForm? _form;
    private readonly NumberFeature? _seconds;

    /// <summary>The durations of a column.</summary>
    /// <param name="name">The column.</param>
    public DurationFeature(string name)
        : base(name)
    {
    }

    /// <param name="name">The column.</param>
    /// <param name="form">How texts are written; null for seconds.</param>
    /// <param name="scale">The scaling of the seconds.</param>
    private DurationFeature(string name, DurationForm? form, NumberScale scale)
        : base(name) => (_form, _seconds, Scaling) = (form, new(name, scale with { IsWide = true }), scale.Kind);

    /// <summary>The scaling of the seconds.</summary>
    public Scaling Scaling { get; init; }

    /// <inheritdoc/>
    public override ColumnKind ColumnKind => ColumnKind.Duration;

    internal override string Kind => "duration";

    internal override int RowWidth => 1;

    internal override bool IsReadVerbatim => _form is not null;

    private NumberFeature Seconds => _seconds ?? throw NotFitted();

    internal override Value ToInput() => Value.Input(Name, _form is null ? ElementType.Float64 : ElementType.String, ["batch", 1]);

    internal override FeatureFit? NewFit() => _seconds is null ? new Fit(this) : null;

    internal override TensorData Read(TableBlock rows)
    {
        var column = rows.Table[Name];
        if (_form is null) return TensorData.Of<double>(SecondsOf(rows, column, DurationForm.Fitting(column.Categories)), [rows.Count, 1]);
        var texts = new string[rows.Count];
        if (column.Kind != ColumnKind.Numeric) column.CopyTexts(rows.Start, texts);
        else texts = Array.ConvertAll(SecondsOf(rows, column, _form), seconds => double.IsNaN(seconds) ? "" : _form.Format(seconds));
        return TensorData.Of<string>(texts, [rows.Count, 1]);
    }

    internal override Value Encode(Value input) => Seconds.Encode(_form is null ? input : new DurationOfTextOp(_form.Name).Of(input));

    internal override string? Malformed => _form is null ? null : "1:60:00";

    internal override bool TakesText(string text) => _form?.TryParse(text, out _) != false;

    internal override string DescribeInput() => _form is null
        ? "A duration in seconds; NaN is a missing duration."
        : $"A duration such as {_form.Name}; any other text is a missing duration.";

    internal override string Describe() => $"duration in seconds: {Seconds.Describe()}";

    internal override void Write(Utf8JsonWriter json)
    {
        json.WriteString("format", _form?.Name ?? InSeconds);
        Seconds.Write(json);
    }

    /// <exception cref="DataException">A text is no duration.</exception>
    private double[] SecondsOf(TableBlock rows, CsvColumn column, DurationForm? form)
    {
        if (column.Kind == ColumnKind.Numeric) return column.Numbers.Slice(rows.Start, rows.Count).ToArray();
        var seconds = new double[rows.Count];
        for (var i = 0; i < seconds.Length; i++)
        {
            var text = column.Text(rows.Start + i);
            seconds[i] = text.Length == 0 ? double.NaN : form?.Parse(text) ?? double.NaN;
            if (text.Length > 0 && double.IsNaN(seconds[i]))
                throw new DataException(
                    $"{rows.Place(i)}: column '{Name}' holds '{text}', which is no duration"
                        + $"{(form is null ? "" : $" such as {form.Name}")}. Correct it, leave the field empty if it is missing, or "
                        + "take the column as a category (--categorical).");
        }

        return seconds;
    }

    internal static DurationFeature Read(string name, JsonElement json)
    {
        var format = SpecJson.Text(json.GetProperty("format"));
        var form = DurationForm.Of(format);
        if (form is null && format != InSeconds)
            throw new FormatException($"'{format}' is not a format of durations; known: "
                + string.Join(", ", DurationForm.All.Select(known => known.Name).Append(InSeconds)));
        return new(name, form, NumberFeature.ReadScale(json));
    }

    private InvalidOperationException NotFitted() => new($"The feature '{Name}' has not seen training rows.");

    private sealed class Fit(DurationFeature feature) : FeatureFit
    {
        private readonly NumberStatistics _statistics = new(feature.Name, feature.Scaling);
        private DurationForm? _form;

        public override void Add(TableBlock rows)
        {
            var column = rows.Table[feature.Name];
            if (column.Kind != ColumnKind.Numeric)
            {
                var first = Enumerable.Range(rows.Start, rows.Count).Select(column.Text).FirstOrDefault(text => text.Length > 0);
                if (first is not null) _form ??= DurationForm.Fitting([first]);
            }

            _statistics.Add(feature.SecondsOf(rows, column, _form), rows.Place);
        }

        public override Feature Finish() => _statistics.Count > 0
            ? new DurationFeature(feature.Name, _form, _statistics.Finish())
            : throw MissingFeature.Of(feature.Name);
    }
}
