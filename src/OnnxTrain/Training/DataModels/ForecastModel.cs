namespace OnnxTrain;

/// <summary>
/// Forecasts of series. The file takes the last steps as they were measured, input <c>window</c>, float32 [batch, window, series], and
/// yields the next ones in the same units, output <c>forecast</c>, float32 [batch, horizon, series]. Scaling by the mean and the standard
/// deviation of the training steps is a part of the graph. The loss, the mean squared error by default, is that of standardized numbers, as
/// papers report it. This is a shortcut to a <see cref="DataModel"/> with a <see cref="SeriesFeature"/> and a <see cref="SeriesTarget"/>.
/// </summary>
public static class ForecastModel
{
    /// <summary>Creates a model with a built-in network.</summary>
    /// <param name="train">The training windows; scaling is learned from their steps alone.</param>
    /// <param name="network">The network's name, one of <see cref="ForecastNetworks.Names"/>; null for the first.</param>
    /// <param name="seed">The seed of the initial weights.</param>
    /// <exception cref="ArgumentException">There is no such network.</exception>
    public static DataModel Create(SeriesWindows train, string? network = null, ulong seed = 0) =>
        Create(train, new ForecastBody((network ?? ForecastNetworks.Names[0]).ToLowerInvariant()), null, seed);

    /// <summary>Creates a model with a custom network.</summary>
    /// <param name="train">The training windows; scaling is learned from their steps alone.</param>
    /// <param name="network">Yields [batch, horizon, series] from [batch, window, series], both standardized.</param>
    /// <param name="seed">The seed of the initial weights.</param>
    public static DataModel Create(SeriesWindows train, Module network, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(network);
        return Create(train, new OwnBody(), network, seed);
    }

    /// <summary>Loads a model from a file that <c>ExportOnnx</c> wrote, as <see cref="DataModel.Load"/> does.</summary>
    /// <param name="path">An ONNX file of a forecast model.</param>
    /// <param name="network">The network, if it is a custom one: a new one, created in the same way as the one in the file.</param>
    /// <exception cref="DataException">The file is not such a model, or the network is not the one in it.</exception>
    public static DataModel Load(string path, Module? network = null) => DataModel.Load(path, network);

    /// <summary>
    /// The forecasts that repeat the last season, the baseline of any model: step h ahead is the value of the latest known step that is a
    /// whole number of seasons before it.
    /// </summary>
    /// <param name="rows">The windows.</param>
    /// <param name="season">The steps of a season, such as 24 for hours, at most the window; 1 repeats the last value.</param>
    /// <returns>Forecasts and truth, [rows, horizon · series], in the units of the series, as <see cref="DataModel.Evaluate"/> gives
    /// those of a model.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The season is below 1 or longer than the window.</exception>
    public static Predictions SeasonalNaive(SeriesWindows rows, int season)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(season, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(season, rows.Window);
        var (series, count) = (rows.Series.Names.Count, (int)rows.RowCount!);
        var width = rows.Horizon * series;
        var (forecasts, truth) = (new double[count * width], new double[count * width]);
        var steps = rows.Steps;
        for (var row = 0; row < count; row++)
        {
            for (var h = 0; h < rows.Horizon; h++)
            {
                var (next, last) = (row + rows.Window + h, row + rows.Window - season + (h % season));
                for (var s = 0; s < series; s++)
                {
                    forecasts[(row * width) + (h * series) + s] = steps[(last * series) + s];
                    truth[(row * width) + (h * series) + s] = steps[(next * series) + s];
                }
            }
        }

        return Predictions.OfNumbers(forecasts, truth, width);
    }

    /// <summary>The feature and the target of windows, with what they learn.</summary>
    internal static (SeriesFeature Feature, SeriesTarget Target) Parts(SeriesWindows train)
    {
        var scale = SeriesScale.Of(train.Series.Names, train.Steps);
        return (new(SeriesWindows.WindowColumn, train.Window, scale), new("", train.Horizon, scale));
    }

    private static DataModel Create(SeriesWindows train, ModelBody body, Module? network, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(train);
        var (feature, target) = Parts(train);
        var description = new ModelDescription([feature], [target], body);
        return new(description, network ?? description.NewNetwork(), seed);
    }
}
