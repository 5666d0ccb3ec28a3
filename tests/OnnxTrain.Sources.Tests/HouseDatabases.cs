using System.Data.Common;
using DuckDB.NET.Data;
using Microsoft.Data.Sqlite;

namespace OnnxTrain.Sources.Tests;

/// <summary>Houses in databases in memory.</summary>
internal static class HouseDatabases
{
    public const string Query = "SELECT area, id, city, garden, floor, price FROM houses ORDER BY place";

    private const string Table =
        "CREATE TABLE houses (place INTEGER NOT NULL, area DOUBLE, id BIGINT NOT NULL, city TEXT, garden BOOLEAN, floor INTEGER, "
            + "price DOUBLE NOT NULL)";

    /// <summary>SQLite has no truth values: they are the numbers 0 and 1.</summary>
    public static SqliteConnection Sqlite(House[] houses)
    {
        var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        Execute(connection, Table);
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO houses VALUES ($0, $1, $2, $3, $4, $5, $6)";
        for (var i = 0; i < houses.Length; i++)
        {
            var h = houses[i];
            command.Parameters.Clear();
            object?[] values = [i, h.Area, h.Id, h.City, h.Garden is { } garden ? (garden ? "true" : "false") : null, h.Floor, h.Price];
            for (var p = 0; p < values.Length; p++) command.Parameters.AddWithValue($"${p}", values[p] ?? DBNull.Value);
            command.ExecuteNonQuery();
        }

        transaction.Commit();
        return connection;
    }

    public static DuckDBConnection DuckDb(House[] houses)
    {
        var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        Execute(connection, Table);
        using var appender = connection.CreateAppender("houses");
        for (var i = 0; i < houses.Length; i++)
        {
            var h = houses[i];
            appender.CreateRow().AppendValue(i).AppendValue(h.Area).AppendValue(h.Id).AppendValue(h.City).AppendValue(h.Garden)
                .AppendValue(h.Floor).AppendValue(h.Price).EndRow();
        }

        return connection;
    }

    public static void Execute(DbConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
