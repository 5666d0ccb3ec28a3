namespace OnnxTrain.Sources.Tests;

/// <summary>Values in DuckDB's SQL, and as they are read from it, whether directly or from a file that it wrote.</summary>
internal static class DuckDbValues
{
    public static TheoryData<string, double> Numbers => new()
    {
        { "1::TINYINT", 1 },
        { "200::UTINYINT", 200 },
        { "-30000::SMALLINT", -30000 },
        { "60000::USMALLINT", 60000 },
        { "-2000000000::INTEGER", -2000000000 },
        { "4000000000::UINTEGER", 4000000000 },
        { "9007199254740992::BIGINT", 9007199254740992 },
        { "18446744073709551615::UBIGINT", 18446744073709551615.0 },
        { "1.25::FLOAT", 1.25 },
        { "0.1::DOUBLE", 0.1 },
        { "12.34::DECIMAL(10, 2)", 12.34 },
    };

    public static TheoryData<string, string> Texts => new()
    {
        { "DATE '2026-11-27'", "2026-11-27" },
        { "TIMESTAMP '2026-11-27 12:30:00'", "2026-11-27T12:30:00" },
        { "'x'", "x" },
        { "true", "true" },
    };
}
