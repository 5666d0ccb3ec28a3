using Microsoft.Data.Sqlite;

namespace OnnxTrain.Cli;

/// <summary>
/// A table as it is named on the command line: a CSV file, several of them by a pattern, a file of Parquet, Arrow or JSON lines, a query of
/// an SQLite file, or standard input.
/// </summary>
internal static class TableInput
{
    /// <summary>The name of standard input.</summary>
    public const string StandardInput = "-";

    private const string Sqlite = "sqlite:";
    private const string Examples = "sqlite:shop.db?SELECT * FROM sales";

    private static readonly Dictionary<string, Func<string, IProgress<RowProgress>?, CancellationToken, IRowSource>> Formats =
        new(StringComparer.OrdinalIgnoreCase)
        {
            [".parquet"] = (path, _, _) => ParquetRows.Open(path),
            [".arrow"] = (path, progress, stop) => ArrowRows.Open(path, options: null, progress, stop),
            [".feather"] = (path, progress, stop) => ArrowRows.Open(path, options: null, progress, stop),
            [".jsonl"] = (path, progress, stop) => JsonLines.Open(path, options: null, progress, stop),
            [".ndjson"] = (path, progress, stop) => JsonLines.Open(path, options: null, progress, stop),
        };

    /// <summary>Whether the rows are records of one CSV file, which can be passed on as they are written.</summary>
    public static bool IsCsvFile(string name) => !IsQuery(name) && !IsPattern(name) && FormatOf(name) is null;

    /// <summary>The files that are read.</summary>
    /// <exception cref="ToolException">No file fits a pattern, or a query lacks its file or its text.</exception>
    public static IReadOnlyList<string> Files(string name) =>
        name == StandardInput ? [] : IsQuery(name) ? [Query(name).File] : IsPattern(name) ? Matches(name) : [name];

    /// <summary>The name of what is made of the table, without an extension.</summary>
    public static string BaseName(string name) => Path.GetFileNameWithoutExtension(
        name == StandardInput ? "model" : IsQuery(name) ? Query(name).File : name.Replace("*", "", StringComparison.Ordinal)
            .Replace("?", "", StringComparison.Ordinal).TrimEnd('-', '_', '.'));

    /// <summary>Finds out whether the files are there.</summary>
    /// <exception cref="DataException">One is not.</exception>
    /// <exception cref="ToolException">No file fits a pattern, or a query lacks its file or its text.</exception>
    public static void Require(string name)
    {
        foreach (var file in Files(name)) DataFile.Open(file).Dispose();
    }

    /// <summary>Reads the table.</summary>
    /// <param name="name">The name on the command line.</param>
    /// <param name="options">How a CSV file is read, and the kinds of columns.</param>
    /// <param name="ignore">Columns that are not needed, whatever their type.</param>
    /// <param name="progress">Receives the progress several times a second.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="DataException">The table cannot be read.</exception>
    /// <exception cref="ToolException">No file fits a pattern, or the database refuses a query.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static CsvTable Read(
        string name, CsvOptions options, IReadOnlyCollection<string> ignore, IProgress<RowProgress>? progress,
        CancellationToken cancellationToken)
    {
        if (name == StandardInput)
            return CsvTable.Read(Console.OpenStandardInput(), "standard input", options, progress, cancellationToken);
        if (IsQuery(name)) return ReadQuery(name, options, ignore, progress, cancellationToken);
        if (IsPattern(name))
            return CsvTable.Read(new CsvParts(Matches(name), options.HasHeader), name, options, progress, cancellationToken);
        return FormatOf(name) is { } open
            ? ToTable(open(name, progress, cancellationToken), options, progress, cancellationToken)
            : CsvTable.Read(name, options, progress, cancellationToken);
    }

    /// <summary>The name of a query, where an option gives its text.</summary>
    /// <exception cref="ToolException">The data are no database.</exception>
    public static string WithQuery(string name, string? query)
    {
        if (query is null) return name;
        if (!IsQuery(name))
            throw new ToolException($"--query is for a database, and '{name}' is none.", $"Name it so: {Sqlite}shop.db");
        return $"{name}?{query}";
    }

    private static bool IsQuery(string name) => name.StartsWith(Sqlite, StringComparison.OrdinalIgnoreCase);

    private static bool IsPattern(string name) => !IsQuery(name) && name.AsSpan().ContainsAny('*', '?') && !File.Exists(name);

    private static Func<string, IProgress<RowProgress>?, CancellationToken, IRowSource>? FormatOf(string name)
    {
        var plain = name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name;
        return Formats.GetValueOrDefault(Path.GetExtension(plain));
    }

    private static string[] Matches(string pattern)
    {
        var folder = Path.GetDirectoryName(pattern) is { Length: > 0 } some ? some : ".";
        if (folder.AsSpan().ContainsAny('*', '?') || !Directory.Exists(folder))
            throw new ToolException($"There is no folder '{folder}'.", "A pattern such as part-*.csv goes into the last part of the path.");
        string[] files = [.. Directory.EnumerateFiles(folder, Path.GetFileName(pattern)).Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new ToolException($"No file fits '{pattern}'.", "Check the pattern.");
    }

    private static (string File, string Text) Query(string name)
    {
        var parts = name[Sqlite.Length..].Split('?', 2);
        return parts is [{ Length: > 0 } file, { } text] && !string.IsNullOrWhiteSpace(text)
            ? (file, text)
            : throw new ToolException($"'{name}' lacks its query.", $"Give it with --query, or behind a question mark: \"{Examples}\"");
    }

    private static CsvTable ReadQuery(
        string name, CsvOptions options, IReadOnlyCollection<string> ignore, IProgress<RowProgress>? progress,
        CancellationToken cancellationToken)
    {
        var (file, query) = Query(name);
        DataFile.Open(file).Dispose();
        var address = new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly };
        using var connection = new SqliteConnection(address.ToString());
        try
        {
            connection.Open();
            return ToTable(DatabaseRows.Query(connection, query, new() { Ignore = ignore }), options, progress, cancellationToken);
        }
        catch (SqliteException e)
        {
            throw new ToolException($"{Path.GetFileName(file)}: {e.Message}", "Check the query.", e);
        }
    }

    private static CsvTable ToTable(
        IRowSource source, CsvOptions options, IProgress<RowProgress>? progress, CancellationToken cancellationToken)
    {
        var kinds = from column in source.Columns
                    let kind = options.KindOf(column.Name)
                    where kind is not null
                    select KeyValuePair.Create(column.Name, kind.Value);
        return source.ToTable(kinds.ToDictionary(), progress, cancellationToken);
    }
}
