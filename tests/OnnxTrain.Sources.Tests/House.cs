namespace OnnxTrain.Sources.Tests;

/// <summary>A row with values of all kinds, some of them missing.</summary>
internal sealed record House(double? Area, long Id, string? City, bool? Garden, int? Floor, double Price)
{
    public static readonly string[] Columns = ["area", "id", "city", "garden", "floor", "price"];

    /// <summary>The same houses each time: whole numbers beyond 2²⁴, which float32 cannot hold, and one value in twenty missing.</summary>
    public static House[] Some(int count = 10_000)
    {
        var random = new Random(20261127);
        string[] cities = ["Bern", "Zürich", "Genève, VD", "St. \"Gallen\"", "Bellinzona"];
        T? Maybe<T>(T value)
            where T : struct => random.Next(20) == 0 ? null : value;

        return
        [
            .. Enumerable.Range(0, count).Select(_ =>
            {
                var area = 30 + (200 * random.NextDouble());
                var city = random.Next(cities.Length);
                var floor = random.Next(-1, 12);
                var garden = random.Next(2) == 1;
                var price = (area * (4000 + (1000 * city))) + (floor * 2500) + (garden ? 50_000 : 0);
                return new House(
                    Maybe(area), random.NextInt64(1L << 25, 1L << 40), random.Next(20) == 0 ? null : cities[city], Maybe(garden),
                    Maybe(floor), price);
            }),
        ];
    }

    public static void Name(ObjectColumns<House> columns) => columns
        .Number("area", h => h.Area)
        .Number("id", h => h.Id)
        .Category("city", h => h.City)
        .Boolean("garden", h => h.Garden)
        .Number("floor", h => h.Floor)
        .Number("price", h => h.Price);
}
