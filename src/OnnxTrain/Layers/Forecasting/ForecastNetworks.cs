namespace OnnxTrain;

/// <summary>The built-in networks for forecasts, by name.</summary>
public static class ForecastNetworks
{
    private delegate Module Maker(int series, int window, int horizon);

    private static readonly (string Name, Maker Make)[] Known =
    [
        ("dlinear", (_, window, horizon) => new DLinear(window, horizon)),
        ("nlinear", (_, window, horizon) => new NLinear(window, horizon)),
        ("rlinear", (series, window, horizon) => new RLinear(series, window, horizon)),
        ("lstm", (series, _, horizon) => new LstmForecaster(series, horizon)),
        ("tcn", (series, window, horizon) => new TemporalConvolutionNetwork(series, window, horizon)),
        ("patch-transformer", (series, window, horizon) => new PatchTransformer(series, window, horizon)),
    ];

    /// <summary>The names that <see cref="Create"/> accepts; the first is the default.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(network => network.Name)];

    /// <summary>Creates a network that yields [batch, horizon, series] from [batch, window, series], both standardized.</summary>
    /// <param name="name">One of <see cref="Names"/>, case-insensitive.</param>
    /// <param name="series">The number of series.</param>
    /// <param name="window">The number of known steps.</param>
    /// <param name="horizon">The number of steps to forecast.</param>
    /// <returns>A module with new weights.</returns>
    /// <exception cref="ArgumentException">There is no such network, or a number is below 1.</exception>
    public static Module Create(string name, int series, int window, int horizon)
    {
        ArgumentNullException.ThrowIfNull(name);
        var network = Array.Find(Known, network => network.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return network.Make?.Invoke(series, window, horizon)
            ?? throw new ArgumentException($"There is no network '{name}'. There are {string.Join(", ", Names)}.", nameof(name));
    }

    internal static void Check(int window, int horizon)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
    }
}
