using System.Text.Json;

namespace OnnxTrain;

/// <summary>
/// A regression target. The network learns standardized targets, or their standardized logarithms ln(1 + y). The output <c>prediction</c>
/// of the file is in the original units: float64 if float32 would lose what tells the training rows apart, as with integers beyond 2²⁴,
/// else float32.
/// </summary>
public sealed class NumberTarget : Target
{
    internal const string Prediction = "prediction";

    private readonly bool _hasLearned;

    /// <summary>Creates a target for the numbers in a column. Mean and standard deviation are those of the training rows.</summary>
    /// <param name="name">The column.</param>
    public NumberTarget(string name)
        : base(name)
    {
    }

    internal NumberTarget(string name, double mean, double scale, bool isWide = false)
        : base(name)
    {
        if (!double.IsFinite(mean) || !double.IsFinite(scale) || scale <= 0)
            throw new ArgumentException(
                $"The targets' mean {mean} and standard deviation {scale} must be finite, and the latter positive.");
        (Mean, Scale, IsWide, _hasLearned) = (mean, scale, isWide, true);
    }

    /// <summary>
    /// Whether ln(1 + y) is learned, which the file inverts by eᶻ − 1. All numbers must be 0 or more. The loss is computed on the
    /// logarithms.
    /// </summary>
    public bool IsLogarithmic { get; init; }

    internal double Mean { get; }

    internal double Scale { get; } = 1;

    /// <summary>
    /// Whether the numbers need float64. Then data sets hold them standardized, as the network learns them, and so are the answers that
    /// metrics take.
    /// </summary>
    internal bool IsWide { get; }

    internal override string Kind => "number";

    internal override ModelTask Task => ModelTask.Regression;

    internal override int Width => 1;

    internal override IReadOnlyList<Metric> Metrics => [new RSquared(), new Rmse()];

    internal override IReadOnlyList<string> OutputNames => [Prediction];

    internal override IReadOnlyList<(string Name, Value Value)> Outputs(Value output) => OutputsOf(Answer(output));

    internal override IReadOnlyList<(string Name, Value Value)> OutputsOf(Value answer) =>
        [(Prediction, IsWide ? Decode(answer.Cast(ElementType.Float64)) : answer)];

    internal override Value Answer(Value output) => IsWide ? output : Decode(output);

    internal override double[] InUnits(double[] numbers)
    {
        if (!IsWide) return numbers;
        foreach (ref var number in numbers.AsSpan())
        {
            var decoded = (number * Scale) + Mean;
            number = IsLogarithmic ? double.ExpM1(decoded) : decoded;
        }

        return numbers;
    }

    /// <summary>Numbers that were learned by their logarithms are rounded in proportion to themselves.</summary>
    internal override IReadOnlyList<double> DeviationsOf(string output) => [IsLogarithmic ? 1 : Scale];

    internal override Value EncodeTarget(Value target)
    {
        if (IsWide) return target;
        if (IsLogarithmic) target = (target + 1).Log();
        return Scale == 1 && Mean == 0 ? target : (target - Mean) / Scale;
    }

    private Value Decode(Value output)
    {
        var number = Scale == 1 && Mean == 0 ? output : (output * Scale) + Mean;
        return IsLogarithmic ? number.Exp() - 1 : number;
    }

    internal override Target Fit(CsvTable train)
    {
        if (_hasLearned) return this;
        var column = Column(train);
        if (column.Kind != ColumnKind.Numeric)
            throw new DataException(
                $"The target '{Name}' holds text such as '{column.Text(0)}'; regression predicts numbers. Classification tells texts "
                    + "apart.");
        if (column.IsConstant)
            throw new DataException(
                $"The target '{Name}' is constant ({column.Text(0)} in all {train.RowCount} rows), so there is nothing to predict.");
        var statistics = new NumberStatistics(Name, IsLogarithmic ? Scaling.Log : Scaling.Standardize);
        column.ForEachNumber((first, numbers) =>
        {
            statistics.Add(numbers, new TableBlock(train, first, numbers.Length).Place);
            return true;
        });
        var scale = statistics.Finish();
        return new NumberTarget(Name, scale.Center, scale.Scale, scale.IsWide)
        {
            IsLogarithmic = IsLogarithmic, Weight = Weight, Loss = Loss,
        };
    }

    internal override float[] Read(CsvTable table)
    {
        var column = Column(table);
        if (column.Kind != ColumnKind.Numeric)
            throw new DataException($"The target '{Name}' holds text such as '{column.Text(0)}'; the model predicts numbers.");
        var read = new float[table.RowCount];
        column.ForEachNumber((first, numbers) =>
        {
            Read(numbers, new(table, first, numbers.Length)).CopyTo(read, first);
            return true;
        });
        return read;
    }

    private float[] Read(ReadOnlySpan<double> numbers, TableBlock rows)
    {
        if (IsLogarithmic) NumberStatistics.RequireNotNegative(Name, numbers, rows.Place);
        return IsWide
            ? Array.ConvertAll(numbers.ToArray(), number => (float)(((IsLogarithmic ? double.LogP1(number) : number) - Mean) / Scale))
            : NumberFeature.Narrow(Name, numbers, rows);
    }

    internal override Dataset Rows(IReadOnlyList<RowTensor> features, CsvTable table) =>
        new(features, System.Numerics.Tensors.Tensor.Create(Read(table), [table.RowCount, 1]));

    internal override Predictions Compare(double[] answers, float[] truth) =>
        Predictions.OfNumbers(InUnits(answers), InUnits(Array.ConvertAll(truth, number => (double)number)));

    internal override string Describe() => IsLogarithmic ? "a number, learned as its logarithm" : "a number";

    internal override void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("mean", Mean);
        json.WriteNumber("scale", Scale);
        SpecJson.WriteWidth(json, IsWide);
        if (IsLogarithmic) json.WriteBoolean("logarithmic", true);
    }

    internal static NumberTarget Read(string name, JsonElement json) => Read(name, json, SpecJson.IsWide(json));

    private static NumberTarget Read(string name, JsonElement json, bool isWide) =>
        new(name, SpecJson.Number(json.GetProperty("mean"), isWide), SpecJson.Scale(json.GetProperty("scale"), isWide), isWide)
        {
            IsLogarithmic = json.TryGetProperty("logarithmic", out var log) && log.GetBoolean(),
            Weight = TargetKinds.Weight(json),
        };
}
