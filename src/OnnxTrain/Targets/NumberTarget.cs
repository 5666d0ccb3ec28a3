using System.Text.Json;

namespace OnnxTrain;

/// <summary>
/// A regression target. The network learns standardized targets, or their standardized logarithms ln(1 + y). The output <c>prediction</c>
/// of the file is in the original units.
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

    internal NumberTarget(string name, double mean, double scale)
        : base(name)
    {
        if (!double.IsFinite(mean) || !double.IsFinite(scale) || scale <= 0)
            throw new ArgumentException(
                $"The targets' mean {mean} and standard deviation {scale} must be finite, and the latter positive.");
        (Mean, Scale, _hasLearned) = (mean, scale, true);
    }

    /// <summary>
    /// Whether ln(1 + y) is learned, which the file inverts by eᶻ − 1. All numbers must be 0 or more. The loss is computed on the
    /// logarithms.
    /// </summary>
    public bool IsLogarithmic { get; init; }

    internal double Mean { get; }

    internal double Scale { get; } = 1;

    internal override string Kind => "number";

    internal override ModelTask Task => ModelTask.Regression;

    internal override int Width => 1;

    internal override IReadOnlyList<Metric> Metrics => [new RSquared(), new Rmse()];

    internal override IReadOnlyList<string> OutputNames => [Prediction];

    internal override IReadOnlyList<(string Name, Value Value)> Outputs(Value output) => [(Prediction, Answer(output))];

    internal override IReadOnlyList<(string Name, Value Value)> OutputsOf(Value answer) => [(Prediction, answer)];

    internal override Value Answer(Value output)
    {
        var number = Scale == 1 && Mean == 0 ? output : (output * Scale) + Mean;
        return IsLogarithmic ? number.Exp() - 1 : number;
    }

    internal override Value EncodeTarget(Value target)
    {
        if (IsLogarithmic) target = (target + 1).Log();
        return Scale == 1 && Mean == 0 ? target : (target - Mean) / Scale;
    }

    internal override Target Fit(CsvTable train)
    {
        if (_hasLearned) return this;
        var column = Column(train);
        if (column.Kind != ColumnKind.Numeric)
            throw new DataException(
                $"The target '{Name}' holds text such as '{column.Text(0)}'; regression predicts numbers. Classification tells texts "
                    + "apart.");
        if (column.DistinctCount < 2)
            throw new DataException(
                $"The target '{Name}' is constant ({column.Text(0)} in all {train.RowCount} rows), so there is nothing to predict.");
        var statistics = new NumberStatistics(Name, IsLogarithmic ? Scaling.Log : Scaling.Standardize);
        statistics.Add(column.Numbers, new TableBlock(train, 0, train.RowCount).Place);
        var scale = statistics.Finish();
        return new NumberTarget(Name, scale.Center, scale.Scale) { IsLogarithmic = IsLogarithmic, Weight = Weight, Loss = Loss };
    }

    internal override float[] Read(CsvTable table)
    {
        var column = Column(table);
        if (column.Kind != ColumnKind.Numeric)
            throw new DataException($"The target '{Name}' holds text such as '{column.Text(0)}'; the model predicts numbers.");
        if (IsLogarithmic) NumberStatistics.RequireNotNegative(Name, column.Numbers, new TableBlock(table, 0, table.RowCount).Place);
        return column.Numbers.ToArray();
    }

    internal override Dataset Rows(IReadOnlyList<RowTensor> features, CsvTable table) =>
        new(features, System.Numerics.Tensors.Tensor.Create(Read(table), [table.RowCount, 1]));

    internal override Predictions Compare(double[] answers, float[] truth) =>
        Predictions.OfNumbers(answers, Array.ConvertAll(truth, number => (double)number));

    internal override string Describe() => IsLogarithmic ? "a number, learned as its logarithm" : "a number";

    internal override void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("mean", Mean);
        json.WriteNumber("scale", Scale);
        if (IsLogarithmic) json.WriteBoolean("logarithmic", true);
    }

    internal static NumberTarget Read(string name, JsonElement json) =>
        new(name, SpecJson.Number(json.GetProperty("mean")), SpecJson.Scale(json.GetProperty("scale")))
        {
            IsLogarithmic = json.TryGetProperty("logarithmic", out var log) && log.GetBoolean(),
            Weight = TargetKinds.Weight(json),
        };
}
