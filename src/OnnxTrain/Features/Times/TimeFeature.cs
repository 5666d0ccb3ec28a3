using System.Text.Json;

namespace OnnxTrain;

/// <summary>
/// A column of dates, of dates with a time, or of times of day. It becomes the standardized time, and the sine and cosine of those parts
/// that the training rows can tell something about: of the time of day if it varies, of the weekday if they span a week, and of the day of
/// the year if they span 60 days. The input of the file is as the source has it: string [batch, 1] for texts, int64 [batch, 1] for values
/// of .NET or of a columnar file, float64 [batch, 1] for Unix times. A text with an offset becomes UTC. A missing time, or a text that is
/// no date of the format, becomes zeros, with a mark if training rows lack some.
/// </summary>
public sealed class TimeFeature : Feature
{
    private readonly TimeEncoding? _encoding;

    /// <summary>The times of a column.</summary>
    /// <param name="name">The column.</param>
    public TimeFeature(string name)
        : base(name)
    {
    }

    internal TimeFeature(string name, TimeFormat format, TimeEncoding encoding)
        : base(name) => (Layout, _encoding, Reference) = (format, encoding, encoding.Reference);

    /// <summary>
    /// How times are given: <c>yyyy-MM-dd</c>, <c>dd/MM/yyyy</c>, <c>MM/dd/yyyy</c>, <c>dd.MM.yyyy</c> and others for texts, each with or
    /// without a time of day such as <c>14:30:05</c>; <c>HH:mm</c> for a time of day alone; <c>ticks</c> for int64, as
    /// <see cref="DateTime.Ticks"/>; <c>unix</c> and <c>unixms</c> for seconds and milliseconds since 1970. Null (the default) finds the
    /// format in the training rows: of texts the one that all of them have.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such format; the message lists them.</exception>
    public string? Format
    {
        get => Layout?.Name;
        init => Layout = value is null
            ? null
            : TimeFormat.Of(value) ?? throw new ArgumentException(TimeFormat.Unknown(value), nameof(Format));
    }

    /// <summary>The date that the age of a row is counted back from. Null (the default) takes the time instead of an age.</summary>
    public DateTime? Reference { get; init; }

    /// <inheritdoc/>
    public override ColumnKind ColumnKind => Layout?.IsNumber == true ? ColumnKind.Numeric : ColumnKind.Time;

    internal override string Kind => "time";

    internal override int RowWidth => Encoding.Width;

    internal override bool IsReadVerbatim => Ready.IsText;

    /// <summary>The format; null until it is found.</summary>
    internal TimeFormat? Layout { get; private init; }

    private TimeFormat Ready => Layout ?? throw NotFitted();

    private TimeEncoding Encoding => _encoding ?? throw NotFitted();

    internal override Value ToInput() => Value.Input(Name, Ready.ElementType, ["batch", 1]);

    internal override FeatureFit? NewFit() => _encoding is null ? new TimeFit(this) : null;

    internal override TensorData Read(TableBlock rows) => Ready.Read(rows, rows.Table[Name]);

    internal override Value Encode(Value input) => Encoding.Of(Ready.ToTicks(input));

    internal override string DescribeInput() => Ready.DescribeInput();

    /// <summary>A text that is no time of the format although it looks like one; null for a format of numbers.</summary>
    internal override string? Malformed => Layout?.Form is { } form
        ? form.Format(new DateTime(2023, 2, 28).Ticks).Replace("28", "30", StringComparison.Ordinal)
        : null;

    internal override bool TakesText(string text) => Layout?.Form is not { } form || form.TryParse(text, out _);

    internal override string Describe() => $"time ({Ready.Describe()}): {Encoding.Describe()}";

    internal override void Write(Utf8JsonWriter json)
    {
        json.WriteString("format", Ready.Name);
        Encoding.Write(json);
    }

    internal static TimeFeature Read(string name, JsonElement json)
    {
        var format = SpecJson.Text(json.GetProperty("format"));
        return new(name, TimeFormat.Of(format) ?? throw new FormatException(TimeFormat.Unknown(format)), TimeEncoding.Read(json));
    }

    private InvalidOperationException NotFitted() => new($"The feature '{Name}' has not seen training rows.");
}
