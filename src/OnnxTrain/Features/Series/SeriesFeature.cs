using System.Runtime.InteropServices;
using System.Text.Json;

namespace OnnxTrain;

/// <summary>
/// The known steps of series: input float32 [batch, window, series] in their units. For the network each series is standardized by the mean
/// and the standard deviation of the training steps. <see cref="ForecastModel"/> creates it.
/// </summary>
public sealed class SeriesFeature : Feature
{
    private const int MostElements = 1 << 26;

    internal SeriesFeature(string name, int window, SeriesScale scale)
        : base(name)
    {
        if (window < 1 || (long)window * scale.Names.Count > MostElements)
            throw new ArgumentException($"A window of {window} steps of {scale.Names.Count} series is too short or too long.");
        (Window, Scale) = (window, scale);
    }

    /// <summary>The number of known steps.</summary>
    public int Window { get; }

    /// <summary>The names of the series.</summary>
    public IReadOnlyList<string> Series => Scale.Names;

    /// <inheritdoc/>
    public override ColumnKind ColumnKind => ColumnKind.Numeric;

    internal SeriesScale Scale { get; }

    internal override string Kind => "series";

    internal override int RowWidth => 0;

    internal override bool IsTensor => true;

    internal override bool IsStoredRaw => true;

    internal override Value ToInput() => Value.Input(Name, ElementType.Float32, ["batch", Window, Series.Count]);

    internal override Feature Learned(IRowSource rows, int column) => this;

    internal override FeatureFit? NewFit() => null;

    /// <summary>Windows [rows, window, series] as the input takes them.</summary>
    /// <exception cref="ArgumentException">The windows have another shape or type.</exception>
    internal override TensorData ToRaw(RowTensor rows)
    {
        var given = Shape.Of(rows.Lengths);
        return rows.ElementType == ElementType.Float32 && given.Rank == 3 && given[1] == Window && given[2] == Series.Count
            ? TensorData.Of<float>(MemoryMarshal.Cast<byte, float>(rows.Bytes), given)
            : throw new ArgumentException(
                $"The windows are {rows}; the model takes float32[rows, {Window}, {Series.Count}].", nameof(rows));
    }

    internal override TensorData Read(TableBlock rows) => throw new DataException(
        $"The model takes windows of {Window} steps of {NameList.Quoted(Series)}; {nameof(TimeSeries)} makes them of a table.");

    internal override Value Encode(Value input) => input;

    internal override Value Enter(Value stored) => Scale.Standardize(stored);

    internal override string DescribeInput() =>
        Invariant($"The last {Window} steps of the series {string.Join(", ", Series)}, the oldest first.");

    internal override string Describe() => Invariant($"{Window} steps of {NameList.Quoted(Series)}, standardized");

    internal override void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("window", Window);
        Scale.Write(json);
    }

    internal static SeriesFeature Read(string name, JsonElement json) =>
        new(name, json.GetProperty("window").GetInt32(), SeriesScale.Read(json));
}
