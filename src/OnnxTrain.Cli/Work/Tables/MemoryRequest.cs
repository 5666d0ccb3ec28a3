using System.Globalization;

namespace OnnxTrain.Cli;

/// <summary>How much memory a run is to stay near, and where data go that are more.</summary>
internal sealed record MemoryRequest
{
    public const string Wanted = "a size such as 300MB, 2GB or a number of bytes, 1MB at least";

    private const long Least = 1_000_000;

    /// <summary>The limit in bytes; null for a quarter of the machine's.</summary>
    public long? Limit { get; init; }

    /// <summary>The folder of the cache; null for that of the data.</summary>
    public string? Folder { get; init; }

    public long Bytes => Limit ?? (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4);

    public static long? TryParse(string text)
    {
        (string Unit, long Factor)[] units =
        [
            ("KB", 1000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000), ("KIB", 1L << 10), ("MIB", 1L << 20),
            ("GIB", 1L << 30), ("K", 1000), ("M", 1_000_000), ("G", 1_000_000_000), ("B", 1), ("", 1),
        ];
        var number = text.Trim().ToUpperInvariant();
        var (unit, factor) = Array.Find(units, unit => number.EndsWith(unit.Unit, StringComparison.Ordinal));
        number = number[..^unit.Length].TrimEnd();
        return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && value * factor is >= Least and <= long.MaxValue / 2
            ? (long)(value * factor)
            : null;
    }

    /// <summary>The folder of a cache for a file: the one that was named, that of the file, or that for temporary files.</summary>
    public string FolderFor(string file)
    {
        if (Folder is not null) return Folder;
        var beside = Path.GetDirectoryName(Path.GetFullPath(file))!;
        try
        {
            var trial = Path.Combine(beside, $".onnxtrain-{Path.GetRandomFileName()}");
            new FileStream(trial, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose).Dispose();
            return beside;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Path.GetTempPath();
        }
    }
}
