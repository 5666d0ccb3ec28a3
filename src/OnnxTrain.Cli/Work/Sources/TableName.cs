namespace OnnxTrain.Cli;

/// <summary>
/// The name of a table on the command line: that of a file; a pattern of files; the names of several files, one a line; a query of an
/// SQLite file, <c>sqlite:FILE?QUERY</c>; or - for standard input.
/// </summary>
internal static class TableName
{
    /// <summary>The name of standard input.</summary>
    public const string StandardInput = "-";

    private const string Sqlite = "sqlite:";
    private const string Examples = "sqlite:shop.db?SELECT * FROM sales";
    private const char Separator = '\n';

    /// <summary>The name of a table in one or several arguments; null where there is none.</summary>
    /// <exception cref="ToolException">There are several, and one is no file.</exception>
    public static string? Of(IReadOnlyList<string>? arguments)
    {
        if (arguments is null or []) return null;
        if (arguments is [var only]) return only;
        foreach (var name in arguments)
        {
            var what = Directory.Exists(name) ? "a folder" : IsQuery(name) ? "a database" : name == StandardInput ? "standard input"
                : IsPattern(name) ? "a pattern of files" : null;
            if (what is null) continue;
            throw new ToolException(
                $"'{name}' is {what}, and several arguments are files that are read as one table.",
                "Name it alone. Names with spaces go in quotes.");
        }

        return string.Join(Separator, arguments);
    }

    /// <summary>The arguments that a name was made of.</summary>
    public static IReadOnlyList<string> Arguments(string name) => IsSeveral(name) ? name.Split(Separator) : [name];

    /// <summary>The name of a query, where an option gives its text.</summary>
    /// <exception cref="ToolException">The data are no database.</exception>
    public static string WithQuery(string name, string? query)
    {
        if (query is null) return name;
        if (!IsQuery(name))
            throw new ToolException($"--query is for a database, and '{Shown(name)}' is none.", $"Name it so: {Sqlite}shop.db");
        return $"{name}?{query}";
    }

    /// <summary>The files that are read.</summary>
    /// <exception cref="ToolException">No file fits a pattern, or a query lacks its file or its text.</exception>
    public static IReadOnlyList<string> Files(string name) => IsQuery(name) ? [Query(name).File] : Sources(name);

    /// <summary>
    /// The files that are read, and must not be overwritten; of a query, whose text an option may give, that of the database.
    /// </summary>
    /// <exception cref="ToolException">No file fits a pattern.</exception>
    public static IReadOnlyList<string> Sources(string name) =>
        name == StandardInput ? [] : IsQuery(name) ? [Beside(name)] : IsPattern(name) ? Matches(name) : Arguments(name);

    /// <summary>A path beside which files that the table names are looked for.</summary>
    public static string Beside(string name) =>
        name == StandardInput ? "." : IsQuery(name) ? name[Sqlite.Length..].Split('?', 2)[0] : Arguments(name)[0];

    /// <summary>The name for messages.</summary>
    public static string Shown(string name) =>
        name == StandardInput ? "standard input"
        : IsQuery(name) ? Path.GetFileName(Beside(name))
        : Arguments(name) is [var first, _, ..] several ? $"{Path.GetFileName(first)} and {Numbers.Count(several.Count - 1, "other file")}"
        : Path.GetFileName(name);

    /// <summary>The name of what is made of the table, without an extension.</summary>
    public static string BaseName(string name)
    {
        if (name == StandardInput) return "model";
        if (IsQuery(name)) return Path.GetFileNameWithoutExtension(Query(name).File);
        var plain = Common([.. Arguments(name).Select(file => Path.GetFileName(file).Replace("*", "", StringComparison.Ordinal))])
            .Replace("?", "", StringComparison.Ordinal);
        if (plain.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)) plain = plain[..^3];
        var found = Path.GetFileNameWithoutExtension(plain).TrimEnd('-', '_', '.', ' ');
        return found.Length > 0 ? found : "model";
    }

    /// <summary>Whether it is a query of a database.</summary>
    public static bool IsQuery(string name) => name.StartsWith(Sqlite, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it names several files.</summary>
    public static bool IsSeveral(string name) => !IsQuery(name) && name.Contains(Separator, StringComparison.Ordinal) && !File.Exists(name);

    /// <summary>Whether it is a pattern.</summary>
    public static bool IsPattern(string name) =>
        !IsQuery(name) && name.AsSpan().ContainsAny('*', '?') && !IsSeveral(name) && !File.Exists(name);

    /// <summary>The file and the text of a query.</summary>
    /// <exception cref="ToolException">One of them is not there.</exception>
    public static (string File, string Text) Query(string name)
    {
        var parts = name[Sqlite.Length..].Split('?', 2);
        return parts is [{ Length: > 0 } file, { } text] && !string.IsNullOrWhiteSpace(text)
            ? (file, text)
            : throw new ToolException($"'{name}' lacks its query.", $"Give it with --query, or behind a question mark: \"{Examples}\"");
    }

    /// <summary>What several names begin with, without a part of a word or number; a name alone is all of it.</summary>
    private static string Common(string[] names)
    {
        if (names is [var only]) return only;
        var common = names[0];
        foreach (var name in names) common = common[..common.AsSpan().CommonPrefixLength(name)];
        var word = common.LastIndexOfAny(['-', '_', '.', ' ']);
        return word > 0 ? common[..word] : common.TrimEnd([.. "0123456789"]);
    }

    private static string[] Matches(string pattern)
    {
        var folder = Path.GetDirectoryName(pattern) is { Length: > 0 } some ? some : ".";
        if (folder.AsSpan().ContainsAny('*', '?') || !Directory.Exists(folder))
            throw new ToolException($"There is no folder '{folder}'.", "A pattern such as part-*.csv goes into the last part of the path.");
        string[] files = [.. Directory.EnumerateFiles(folder, Path.GetFileName(pattern)).Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new ToolException($"No file fits '{pattern}'.", "Check the pattern.");
    }
}
