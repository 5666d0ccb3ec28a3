using System.Text;

namespace OnnxTrain;

/// <summary>Reads a CSV file once, from the first to the last byte, block by block on several threads.</summary>
internal sealed class CsvTableReader
{
    private readonly string _name;
    private readonly Func<int, string>? _placeOfLine;
    private readonly CsvOptions _options;
    private readonly CsvBlocks _blocks;
    private readonly RowProgressReporter _progress;

    public CsvTableReader(
        Stream stream, string name, CsvOptions options, Func<int, string>? placeOfLine, IProgress<RowProgress>? progress,
        CancellationToken cancellationToken)
    {
        (_name, _options, _placeOfLine) = (name, options, placeOfLine);
        _blocks = new(EncodedStream.ToUtf8(stream), options.HasQuotes, cancellationToken);
        _progress = new(progress, total: null, cancellationToken);
    }

    public static CsvTable Read(
        Stream stream, string name, CsvOptions options, IProgress<RowProgress>? progress, CancellationToken cancellationToken) =>
        Read(stream, name, options, placeOfLine: null, progress, cancellationToken);

    public static CsvTable Read(
        Stream stream, string name, CsvOptions options, Func<int, string>? placeOfLine, IProgress<RowProgress>? progress,
        CancellationToken cancellationToken) =>
        new CsvTableReader(stream, name, options, placeOfLine, progress, cancellationToken).Read();

    private CsvTable Read()
    {
        var (head, blocks) = (ReadHead(), new List<CsvBlock>());
        ReadBlocks(head, blocks.Add);
        return Merge(blocks, head);
    }

    /// <summary>Reads the table part by part, in memory that does not grow with its rows.</summary>
    /// <param name="each">Told of each part, which has rows.</param>
    /// <exception cref="DataException">The table cannot be read further, or has no rows.</exception>
    public void ReadParts(Action<CsvTable> each)
    {
        var head = ReadHead();
        var (line, rows) = (head.Line, 0L);
        ReadBlocks(head, block =>
        {
            var lines = LinesOf(block, ref line);
            if (lines.Length == 0) return;
            rows += lines.Length;
            each(ToTable([block], lines, rows, head));
        });
        if (rows == 0) throw NoRows();
    }

    /// <summary>The lines of the rows of a block, counted from 1.</summary>
    /// <param name="block">The block.</param>
    /// <param name="line">The lines before it; then those up to its end.</param>
    /// <exception cref="DataException">The block has a line that cannot be read.</exception>
    public int[] LinesOf(CsvBlock block, ref int line)
    {
        if (block.Problem is { } problem) throw Problem(problem, line);
        var before = line;
        line += block.LineCount;
        return [.. block.Lines.Select(own => before + own + 1)];
    }

    /// <summary>Reads the first block, and what it tells of the rest.</summary>
    public CsvHead ReadHead()
    {
        var (buffer, length) = NextBlock(null) ?? throw Empty();
        var dialect = CsvDialect.Find(_options, buffer.AsSpan(0, length));
        var (layout, start, line) = Header(buffer.AsSpan(0, length), dialect);
        return new(layout, dialect, line, buffer, start, length);
    }

    private (byte[] Buffer, int Length)? NextBlock(byte[]? buffer)
    {
        try
        {
            return _blocks.Next(buffer);
        }
        catch (CsvProblem problem)
        {
            throw Problem(problem, 0);
        }
    }

    private DataException Empty() =>
        new($"{_name} is empty. Expected a line with the names of the columns, then one line per row.");

    /// <summary>The layout, where the rows begin, and the line they begin at, counted from 0.</summary>
    private (CsvLayout Layout, int Start, int Line) Header(ReadOnlySpan<byte> text, CsvDialect dialect)
    {
        var (delimiter, ends) = ((byte)dialect.Delimiter, CsvFields.EndsOf((byte)dialect.Delimiter, _options.HasQuotes));
        var fields = new CsvFields(text, delimiter, ends);
        var names = new List<string>();
        var line = 0;
        try
        {
            CsvBlock.RequireText(text);
            if (!fields.NextRecord(skipSpaces: true)) throw Empty();
            for (var (more, place) = (true, 0); more; place++)
            {
                line = place == 0 ? fields.Line : line;
                more = fields.NextField(out var field);
                names.Add(_options.HasHeader ? NameOf(field, place) : Invariant($"column{place + 1}"));
            }
        }
        catch (CsvProblem problem)
        {
            throw Problem(problem, 0);
        }

        RequireDifferent(names, line);
        ColumnKind?[] kinds = [.. names.Select(_options.KindOf)];
        var layout = new CsvLayout([.. names], kinds, new(_options, dialect.Point), delimiter, ends, _options.HasHeader);
        return _options.HasHeader ? (layout, fields.Position, fields.Line) : (layout, 0, 0);
    }

    // As pandas names the columns of indices that it wrote without a name.
    private static string NameOf(ReadOnlySpan<byte> field, int place)
    {
        var name = Encoding.UTF8.GetString(field).Trim();
        return name.Length > 0 ? name : Invariant($"Unnamed: {place}");
    }

    private void RequireDifferent(List<string> names, int line)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < names.Count; i++)
        {
            if (places.TryAdd(names[i], i)) continue;
            throw new DataException(
                Invariant($"{Place(line + 1)}: columns {places[names[i]] + 1} and {i + 1} have the same name, '{names[i]}'. ")
                    + "Rename one of them.");
        }
    }

    /// <summary>All blocks in their order, each read on a thread of its own while the next are fetched.</summary>
    public void ReadBlocks(CsvHead head, Action<CsvBlock> add)
    {
        var (running, free, layout) = (new Queue<(Task<CsvBlock> Task, byte[] Buffer)>(), new Stack<byte[]>(), head.Layout);
        var (last, start) = ((CsvBlock?)null, head.Start);
        var (rows, atOnce) = (0L, OperatingSystem.IsBrowser() ? 0 : Parallelism.MaxThreads);
        try
        {
            for ((byte[] Buffer, int Length)? next = (head.Buffer, head.Length); next is { } block;)
            {
                var (from, capacity) = (start, last?.Lines.Count ?? 0);
                start = 0;
                if (atOnce == 0) Take(CsvBlock.Read(block.Buffer.AsSpan(from, block.Length - from), layout, capacity), block.Buffer);
                else running.Enqueue((Task.Run(() => CsvBlock.Read(block.Buffer.AsSpan(from, block.Length - from), layout, capacity)),
                    block.Buffer));
                while (running.Count > atOnce) TakeFirst();
                _progress.Report(rows);
                next = last is { Problem: not null } ? null : NextBlock(free.Count > 0 ? free.Pop() : null);
            }

            while (running.Count > 0) TakeFirst();
        }
        finally
        {
            // After an exception none may go on in a buffer or a file that is gone.
            Task.WaitAll([.. running.Select(one => one.Task)]);
        }

        _progress.Finish(rows);

        void TakeFirst()
        {
            var (task, used) = running.Dequeue();
            Take(task.GetAwaiter().GetResult(), used);
        }

        void Take(CsvBlock block, byte[] used)
        {
            (last, rows) = (block, rows + block.Lines.Count);
            free.Push(used);
            add(block);
        }
    }

    private CsvTable Merge(List<CsvBlock> blocks, CsvHead head)
    {
        var rows = blocks.Sum(block => (long)block.Lines.Count);
        if (rows > Array.MaxLength) throw new DataException($"{_name} has too many rows for a table; read a part of them.");
        var (lines, count, line) = (new int[rows], 0, head.Line);
        foreach (var block in blocks)
        {
            var own = LinesOf(block, ref line);
            own.CopyTo(lines, count);
            count += own.Length;
        }

        return count > 0 ? ToTable(blocks, lines, count, head) : throw NoRows();
    }

    /// <param name="blocks">Consecutive blocks.</param>
    /// <param name="lines">The lines of their rows.</param>
    /// <param name="rows">The rows of the file up to the last of them.</param>
    /// <param name="head">What the first block of the file told.</param>
    private CsvTable ToTable(List<CsvBlock> blocks, int[] lines, long rows, CsvHead head)
    {
        var merger = new ColumnMerger(Place, lines, _options, head.Layout.Cells);
        var columns = new CsvColumn[head.Layout.Names.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            _progress.Report(rows);
            columns[i] = merger.ToColumn(head.Layout.Names[i], [.. blocks.Select(block => block.Columns[i])]);
            foreach (var block in blocks) block.Columns[i] = null!;
        }

        return new(_name, columns, lines)
        {
            Notes = [.. head.Dialect.Note is { } note ? [note] : Array.Empty<string>(), .. merger.Notes],
            MissingValues = _options.MissingValues,
            Delimiter = head.Dialect.Delimiter,
            PlaceOfLine = _placeOfLine,
        };
    }

    public DataException NoRows() =>
        new($"{_name} has a header but no rows. Add rows below it; if its only line is a row, set HasHeader to false.");

    public DataException Problem(CsvProblem problem, int line) =>
        new($"{Place(line + problem.Line + 1)}: {problem.Message}.", problem);

    /// <summary>Where a line is, counted from 1.</summary>
    public string Place(int line) => _placeOfLine?.Invoke(line) ?? Invariant($"{_name}, line {line}");
}
