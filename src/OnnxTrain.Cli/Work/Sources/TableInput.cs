using Microsoft.Data.Sqlite;

namespace OnnxTrain.Cli;

/// <summary>Reads the table of a <see cref="TableName"/>.</summary>
internal static class TableInput
{
    private const string StandardInput = "standard input";

    /// <summary>Finds out whether the files are there, and are tables.</summary>
    /// <exception cref="DataException">One is not there.</exception>
    /// <exception cref="ToolException">No file fits a pattern, a query lacks its file or its text, or a file is no table.</exception>
    public static void Require(string name)
    {
        var files = TableName.Files(name);
        if (TableName.IsSeveral(name) && files.FirstOrDefault(file => !File.Exists(file)) is { } lacking)
            throw new ToolException(
                $"There is no file '{lacking}'.", "Check the path. A name with spaces goes in quotes, as one argument.");
        if (TableName.IsQuery(name)) DataFile.Open(files[0]).Dispose();
        else if (name != TableName.StandardInput) FormatOf(files);
    }

    /// <summary>Whether a name is that of a table rather than of a model.</summary>
    /// <exception cref="DataException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="ToolException">A file is neither.</exception>
    public static bool IsTable(string name)
    {
        if (name == TableName.StandardInput || TableName.IsQuery(name)) return true;
        if (TableName.IsSeveral(name) || TableName.IsPattern(name)) return true;
        return TableFormats.OfName(name) is not null || !TableFormats.MayBeModel(name);
    }

    /// <summary>Reads the table.</summary>
    /// <param name="name">The name on the command line.</param>
    /// <param name="options">How a CSV file is read, and the kinds of columns.</param>
    /// <param name="ignore">Columns that are not needed, whatever their type.</param>
    /// <param name="progress">Receives the progress several times a second.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="DataException">The table cannot be read.</exception>
    /// <exception cref="ToolException">No file fits a pattern, a file is no table, or the database refuses a query.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static CsvTable Read(
        string name, CsvOptions options, IReadOnlyCollection<string> ignore, IProgress<RowProgress>? progress,
        CancellationToken cancellationToken) => Read(name, options, ignore, null, progress, cancellationToken);

    /// <summary>Reads the table, into a cache on disk if it would take more memory than the run is to stay near.</summary>
    public static CsvTable Read(
        string name, CsvOptions options, IReadOnlyCollection<string> ignore, LargeTable? large, IProgress<RowProgress>? progress,
        CancellationToken cancellationToken) =>
        MayWait(name)
            ? WaitingRead.Run(
                latest => ReadNow(name, options, ignore, large, latest, cancellationToken), progress, repeats: !IsTyped(name),
                cancellationToken)
            : ReadNow(name, options, ignore, large, progress, cancellationToken);

    /// <summary>Reads the table part by part, in memory that does not grow with its rows.</summary>
    /// <param name="name">The name on the command line.</param>
    /// <param name="options">How a CSV file is read, and the kinds of columns.</param>
    /// <param name="each">Told of each part, in order.</param>
    /// <param name="progress">Receives the progress several times a second.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="DataException">The table cannot be read; parts before that place were told.</exception>
    /// <exception cref="ToolException">No file fits a pattern, a file is no table, or the database refuses a query.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static void ReadParts(
        string name, CsvOptions options, Action<CsvTable> each, IProgress<RowProgress>? progress, CancellationToken cancellationToken)
    {
        // Values of time have one form in a table, which only all of them tell.
        if (options.Types.Values.Any(kind => kind is ColumnKind.Time or ColumnKind.Duration))
            each(Read(name, options, ignore: [], progress, cancellationToken));
        else if (MayWait(name)) WaitingRead.Run(ReadNow, progress, repeats: !IsTyped(name), cancellationToken);
        else ReadNow(progress);

        bool ReadNow(IProgress<RowProgress>? latest)
        {
            ReadPartsNow(name, options, each, latest, cancellationToken);
            return true;
        }
    }

    /// <summary>Whether a read may wait for ever, or never end.</summary>
    private static bool MayWait(string name) =>
        name == TableName.StandardInput || !TableName.Files(name).All(RegularFile.Is);

    /// <summary>Whether a person types the rows, whose lines nothing may be written over.</summary>
    private static bool IsTyped(string name) => name == TableName.StandardInput && !Console.IsInputRedirected;

    private static CsvTable ReadNow(
        string name, CsvOptions options, IReadOnlyCollection<string> ignore, LargeTable? large, IProgress<RowProgress>? progress,
        CancellationToken cancellationToken)
    {
        if (name == TableName.StandardInput)
        {
            var piped = CsvTable.Read(OpenStandardInput(), StandardInput, options, progress, cancellationToken);
            return large?.InMemory(piped, "standard input is read") ?? piped;
        }

        var files = TableName.Files(name);
        if (large?.IsFor(files) == false) large = null;
        if (TableName.IsQuery(name))
            return WithQuery(
                name, open => ToTable(
                    open, files, TableName.Query(name).Text, options, ignore, large, progress, cancellationToken));
        Require(name);
        var format = FormatOf(files);
        if (format == TableFormat.Csv && large is not null)
            return large.Csv(files, NameOf(name, files), options, progress, cancellationToken);
        if (format == TableFormat.Csv)
            return files is [var only] ? CsvTable.Read(only, options, progress, cancellationToken)
                : ReadParts(files, TableName.Shown(name), options, progress, cancellationToken);
        return ToTable(
            reading => Open(format, files, TableName.Shown(name), reading, progress, cancellationToken), files, "", options, ignore, large,
            progress, cancellationToken);
    }

    private static void ReadPartsNow(
        string name, CsvOptions options, Action<CsvTable> each, IProgress<RowProgress>? progress, CancellationToken cancellationToken)
    {
        if (name == TableName.StandardInput)
        {
            using var input = UnpackedStream.Of(OpenStandardInput(), StandardInput);
            TableParts.Csv(input, StandardInput, options, placeOfLine: null, each, progress, cancellationToken);
            return;
        }

        var (files, reading) = (TableName.Files(name), new RowSourceOptions { Types = options.Types });
        if (TableName.IsQuery(name))
        {
            _ = WithQuery(name, open => Rows(open(reading)));
            return;
        }

        Require(name);
        var (format, shown) = (FormatOf(files), NameOf(name, files));
        if (format != TableFormat.Csv)
        {
            Rows(Open(format, files, shown, reading, progress, cancellationToken));
            return;
        }

        var lines = new PartLines();
        using Stream content = files is [var one] ? UnpackedStream.Open(one) : new CsvParts(files, options, lines);
        TableParts.Csv(content, shown, options, files.Count > 1 ? lines.Place : null, each, progress, cancellationToken);

        bool Rows(IRowSource source)
        {
            var kinds = KindsOf(source, options);
            if (Times(source).Length > 0) each(source.ToTable(kinds, progress, cancellationToken));
            else foreach (var part in TableParts.Of(source, kinds, new(progress, source.RowCount, cancellationToken))) each(part);
            return true;
        }
    }

    /// <summary>What a table is called in messages.</summary>
    private static string NameOf(string name, IReadOnlyList<string> files) =>
        files is [var only] ? Path.GetFileName(only) : TableName.Shown(name);

    /// <summary>The format of all files.</summary>
    private static TableFormat FormatOf(IReadOnlyList<string> files)
    {
        var format = TableFormats.Of(files[0]);
        foreach (var file in files.Skip(1))
        {
            if (TableFormats.Of(file) is var other && other == format) continue;
            throw new ToolException(
                $"{Path.GetFileName(file)} is {TableFormats.Text(other)}, and {Path.GetFileName(files[0])} is {TableFormats.Text(format)}.",
                "Files that are read as one table have one format.");
        }

        return format;
    }

    /// <summary>Standard input, which is no file of another format.</summary>
    private static PrefixedStream OpenStandardInput()
    {
        const int most = 512;
        var input = Console.OpenStandardInput();
        var start = new byte[most];
        start = start[..input.ReadAtLeast(start, 1, throwOnEndOfStream: false)];
        TableFormats.RequireCsv(StandardInput, start);
        return new(start, input);
    }

    private static CsvTable ReadParts(
        IReadOnlyList<string> files, string name, CsvOptions options, IProgress<RowProgress>? progress, CancellationToken cancellationToken)
    {
        var lines = new PartLines();
        return CsvTable.Read(new CsvParts(files, options, lines), name, options, lines.Place, progress, cancellationToken);
    }

    private static IRowSource Open(
        TableFormat format, IReadOnlyList<string> files, string name, RowSourceOptions options, IProgress<RowProgress>? progress,
        CancellationToken cancellationToken)
    {
        IRowSource[] parts = [.. files.Select(file => Open(format, file, options, progress, cancellationToken))];
        return parts is [var only] ? only : new PartRows(name, [.. files.Select(file => Path.GetFileName(file))], parts);
    }

    private static IRowSource Open(
        TableFormat format, string file, RowSourceOptions options, IProgress<RowProgress>? progress, CancellationToken cancellationToken) =>
        format switch
        {
            TableFormat.Parquet => ParquetRows.Open(file, options),
            TableFormat.Arrow => ArrowRows.Open(file, options, progress, cancellationToken),
            _ => JsonLines.Open(file, options, progress, cancellationToken),
        };

    /// <summary>Uses the rows of a query while the database is open.</summary>
    private static T WithQuery<T>(string name, Func<Func<RowSourceOptions, IRowSource>, T> use)
    {
        var (file, query) = TableName.Query(name);
        DataFile.Open(file).Dispose();
        var address = new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly };
        using var connection = new SqliteConnection(address.ToString());
        try
        {
            connection.Open();
            return use(reading => DatabaseRows.Query(connection, query, reading));
        }
        catch (SqliteException e)
        {
            throw new ToolException($"{Path.GetFileName(file)}: {e.Message}", "Check the query.", e);
        }
    }

    private static CsvTable ToTable(
        Func<RowSourceOptions, IRowSource> open, IReadOnlyList<string> files, string query, CsvOptions options,
        IReadOnlyCollection<string> ignore, LargeTable? large, IProgress<RowProgress>? progress, CancellationToken cancellationToken)
    {
        var (source, leftOut) = Open(open, new() { Types = options.Types }, ignore);
        if (large is not null && Times(source).Any(ignore.Contains))
            (source, leftOut) = (open(new() { Types = options.Types, Ignore = ignore }), true);
        var kinds = KindsOf(source, options);

        // Values of time have one form in a table, which only all of them tell.
        var table = large is null || Times(source).Length > 0
            ? source.ToTable(kinds, progress, cancellationToken)
            : large.Rows(
                files, source, string.Join('\n', source.Columns.Select(column => column.Name).Prepend(query)), kinds,
                progress, cancellationToken);
        if (large is not null && Times(source) is { Length: > 0 } times)
            table = large.InMemory(table, $"values of a type of time are read, those of {NameList.Quoted(times)}");
        return leftOut ? table.WithEmpty([.. ignore.Where(column => table.TryGetColumn(column) is null)]) : table;
    }

    private static Dictionary<string, ColumnKind> KindsOf(IRowSource source, CsvOptions options) =>
        (from column in source.Columns
         let kind = options.KindOf(column.Name)
         where kind is not null
         select KeyValuePair.Create(column.Name, kind.Value)).ToDictionary();

    private static string[] Times(IRowSource source) =>
        [.. source.Columns.Where(column => column.Kind is ColumnKind.Time or ColumnKind.Duration).Select(column => column.Name)];

    /// <summary>The rows; without the columns that are not needed only where one of them cannot be read.</summary>
    private static (IRowSource Source, bool LeftOut) Open(
        Func<RowSourceOptions, IRowSource> open, RowSourceOptions options, IReadOnlyCollection<string> ignore)
    {
        try
        {
            return (open(options), false);
        }
        catch (DataException) when (ignore.Count > 0)
        {
            return (open(options with { Ignore = ignore }), true);
        }
    }
}
