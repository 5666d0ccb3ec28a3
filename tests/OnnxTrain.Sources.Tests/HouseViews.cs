using Microsoft.Data.Analysis;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace OnnxTrain.Sources.Tests;

/// <summary>Houses as data of ML.NET.</summary>
internal static class HouseViews
{
    public static readonly MLContext Context = new(seed: 1);

    /// <summary>ML.NET knows NaN and empty texts for what is missing, and no truth value that is.</summary>
    public static IDataView View(House[] houses) => Context.Data.LoadFromEnumerable(houses.Select(h => new Row
    {
        Area = h.Area ?? double.NaN,
        Id = h.Id,
        City = h.City,
        Garden = h.Garden is { } garden ? (garden ? "true" : "false") : null,
        Floor = h.Floor ?? float.NaN,
        Price = h.Price,
    }).ToArray());

    public static DataFrame Frame(House[] houses) => new(
        new DoubleDataFrameColumn("area", houses.Select(h => h.Area)),
        new Int64DataFrameColumn("id", houses.Select(h => h.Id)),
        new StringDataFrameColumn("city", houses.Select(h => h.City!)),
        new BooleanDataFrameColumn("garden", houses.Select(h => h.Garden)),
        new Int32DataFrameColumn("floor", houses.Select(h => h.Floor)),
        new DoubleDataFrameColumn("price", houses.Select(h => h.Price)));

    private sealed class Row
    {
        [ColumnName("area")]
        public double Area { get; set; }

        [ColumnName("id")]
        public long Id { get; set; }

        [ColumnName("city")]
        public string? City { get; set; }

        [ColumnName("garden")]
        public string? Garden { get; set; }

        [ColumnName("floor")]
        public float Floor { get; set; }

        [ColumnName("price")]
        public double Price { get; set; }
    }
}
