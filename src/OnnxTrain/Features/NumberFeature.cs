using System.Globalization;
using System.Text.Json;

namespace OnnxTrain;

/// <summary>
/// A numeric column: input float32 [batch, 1], one number of the row for the network. Missing numbers are replaced, and all are scaled. If
/// float32 would lose what tells the training rows apart, as with integers beyond 2²⁴ or times in milliseconds, the input is float64, and
/// the numbers are scaled before they become float32.
/// </summary>
public sealed class NumberFeature : Feature
{
    private readonly NumberScale? _scale;

    /// <summary>The numbers of a column.</summary>
    /// <param name="name">The column.</param>
    public NumberFeature(string name)
        : base(name)
    {
    }

    internal NumberFeature(string name, NumberScale scale)
        : base(name) => (_scale, Scaling) = (scale, scale.Kind);

    /// <summary>The scaling of the numbers.</summary>
    public Scaling Scaling { get; init; }

    /// <inheritdoc/>
    public override ColumnKind ColumnKind => ColumnKind.Numeric;

    internal override string Kind => "number";

    internal override int RowWidth => 1;

    private NumberScale Scale => _scale ?? throw new InvalidOperationException($"The feature '{Name}' has not seen training rows.");

    private bool IsWide => _scale is { IsWide: true };

    internal override Value ToInput() => Value.Input(Name, IsWide ? ElementType.Float64 : ElementType.Float32, ["batch", 1]);

    internal override FeatureFit? NewFit() => _scale is null ? new Fit(this) : null;

    internal override TensorData Read(TableBlock rows)
    {
        var numbers = Numbers(rows);
        return IsWide ? TensorData.Of(numbers, [rows.Count, 1]) : TensorData.Of<float>(Narrow(Name, numbers, rows), [rows.Count, 1]);
    }

    /// <summary>The numbers of a column; NaN where one is missing.</summary>
    /// <exception cref="DataException">The column is missing, or holds texts.</exception>
    private ReadOnlySpan<double> Numbers(TableBlock rows)
    {
        var (table, column) = (rows.Table, rows.Table[Name]);
        if (column.Kind == ColumnKind.Numeric) return column.ReadNumbers(rows.Start, rows.Count);
        if (column.MissingCount == column.Count)
            throw new DataException($"Column '{Name}': every value is missing; the model takes numbers there.");
        var row = Enumerable.Range(0, column.Count).First(r => !column.IsMissing(r));
        throw new DataException(
            $"{table.PlaceOf(row)}: column '{Name}' holds '{column.Text(row)}'; the model takes numbers there.");
    }

    /// <summary>Numbers as float32.</summary>
    /// <exception cref="DataException">One is too large.</exception>
    internal static float[] Narrow(string column, ReadOnlySpan<double> numbers, TableBlock rows)
    {
        var narrow = new float[numbers.Length];
        for (var row = 0; row < narrow.Length; row++) narrow[row] = (float)numbers[row];
        for (var row = 0; row < narrow.Length; row++)
        {
            if (float.IsInfinity(narrow[row]) && double.IsFinite(numbers[row]))
                throw new DataException(
                    $"{rows.Place(row)}: column '{column}' holds {numbers[row].ToString(CultureInfo.InvariantCulture)}, which is too large "
                        + "for a 32-bit number, which the model takes there.");
        }

        return narrow;
    }

    internal override Value Encode(Value input) => Encode([this], [input]);

    internal override TensorData ToNumbers(TensorData raw) => TensorData.OfNumbers(
        Array.ConvertAll(raw.Numbers(), number => double.IsNaN(number) ? Scale.Fill : number), raw.Type.Shape, raw.Type.ElementType);

    internal override string DescribeNumbers() => IsWide
        ? Invariant($"A missing number is given as {Scale.Fill:R}.")
        : Invariant($"A missing number is given as {(float)Scale.Fill:R}.");

    /// <summary>
    /// The numbers of several columns, [batch, columns], encoded as vectors, so that each operator is in the file only once.
    /// </summary>
    internal static Value Encode(IReadOnlyList<NumberFeature> features, IReadOnlyList<Value> inputs)
    {
        // First those of float32, then those of float64.
        var groups = features.Zip(inputs)
            .GroupBy(pair => (pair.First.IsWide, pair.First.Scale.IsTiny))
            .OrderBy(group => group.Key);
        return Value.Concat(1, [.. groups.Select(group =>
            EncodeAlike([.. group.Select(pair => pair.First)], [.. group.Select(pair => pair.Second)]).Cast(ElementType.Float32))]);
    }

    private static Value EncodeAlike(IReadOnlyList<NumberFeature> features, IReadOnlyList<Value> inputs)
    {
        NumberScale[] scales = [.. features.Select(feature => feature.Scale)];
        var numbers = Value.Concat(1, [.. inputs.Select((input, i) => Numbers(input, scales[i]))]);
        var type = numbers.ElementType;
        var center = Row(scales.Select(scale => scale.Center), type);
        var fill = scales.All(scale => scale.Fill == scale.Center) ? center : Row(scales.Select(scale => scale.Fill), type);
        var scale = Row(scales.Select(scale => scale.Scale), type);
        return scales[0].IsTiny
            ? (numbers.Impute(fill) / scale) - Row(scales.Select(scale => scale.Center / scale.Scale), type)
            : (numbers.Impute(fill) - center) / scale;
    }

    internal override string Describe() => Invariant($"number{(IsWide ? " (float64)" : "")}, {ScalingText()}; missing: {Scale.Fill:G4}");

    private string ScalingText() => Scaling switch
    {
        Scaling.Standardize => "standardized",
        Scaling.MinMax => "scaled to 0 … 1",
        Scaling.MinMaxSymmetric => "scaled to -1 … 1",
        Scaling.Robust => "scaled by median and quartiles",
        Scaling.Log => "standardized logarithm",
        _ => "not scaled",
    };

    // By default numbers are standardized, and missing numbers are the mean.
    internal override void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("mean", Scale.Center);
        json.WriteNumber("scale", Scale.Scale);
        SpecJson.WriteWidth(json, IsWide);
        if (Scale.Kind == Scaling.Standardize) return;
        json.WriteString("scaling", Scale.Kind.ToString());
        json.WriteNumber("fill", Scale.Fill);
    }

    internal static NumberFeature Read(string name, JsonElement json) => new(name, ReadScale(json));

    /// <summary>Reads what <see cref="Write"/> writes.</summary>
    internal static NumberScale ReadScale(JsonElement json)
    {
        var isWide = SpecJson.IsWide(json);
        var (center, scale) = (SpecJson.Number(json.GetProperty("mean"), isWide), SpecJson.Scale(json.GetProperty("scale"), isWide));
        return json.TryGetProperty("scaling", out var kind)
            ? new(SpecJson.Enum<Scaling>(kind), center, scale, SpecJson.Number(json.GetProperty("fill"), isWide), isWide)
            : new(Scaling.Standardize, center, scale, center, isWide);
    }

    /// <summary>
    /// The numbers of a column, or their logarithms, with missing numbers replaced; for logarithms, negative numbers count as 0.
    /// </summary>
    private static Value Numbers(Value x, NumberScale scale) =>
        scale.Kind == Scaling.Log ? (x.Impute(x.Number(scale.Fill)).Relu() + 1).Log() : x;

    private static Value Row(IEnumerable<double> values, ElementType type)
    {
        double[] row = [.. values];
        return Value.Constant(row, [row.Length], type);
    }

    private sealed class Fit(NumberFeature feature) : FeatureFit
    {
        private readonly NumberStatistics _statistics = new(feature.Name, feature.Scaling);

        public override void Add(TableBlock rows) => _statistics.Add(feature.Numbers(rows), rows.Place);

        public override Feature Finish() =>
            _statistics.Count > 0 ? new NumberFeature(feature.Name, _statistics.Finish()) : throw MissingFeature.Of(feature.Name);
    }
}
