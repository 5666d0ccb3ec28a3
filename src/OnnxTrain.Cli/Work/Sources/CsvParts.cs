using System.Text;

namespace OnnxTrain.Cli;

/// <summary>
/// Several CSV files as the content of one, in UTF-8: each begins with the same header, of which that of the first stays. A file may be
/// compressed and in UTF-16; one without a line is passed over.
/// </summary>
/// <param name="files">The files in order.</param>
/// <param name="options">How each is written.</param>
/// <param name="lines">Told where the files are in what is read.</param>
internal sealed class CsvParts(IReadOnlyList<string> files, CsvOptions options, PartLines lines) : ReadOnlyStream
{
    private const int MostBytesOfHeader = 1 << 20;

    private (string File, char Delimiter, string[] Names)? _first;
    private UnpackedStream? _file;
    private Stream? _current;
    private int _next, _line;
    private bool _endsLine = true, _endsReturn;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        while (true)
        {
            if (_current is not null && _current.Read(buffer) is var read and > 0)
            {
                Count(buffer[..read]);
                return read;
            }

            CloseFile();
            if (_next == files.Count) return 0;
            if (!_endsLine)
            {
                // A file may end within a line; the next begins a new one.
                buffer[0] = (byte)'\n';
                Count(buffer[..1]);
                return 1;
            }

            Open(files[_next++]);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) CloseFile();
        base.Dispose(disposing);
    }

    private void CloseFile()
    {
        _current?.Dispose();
        _file?.Dispose();
        (_current, _file) = (null, null);
    }

    private void Open(string path)
    {
        _file = UnpackedStream.Open(path);
        var text = EncodedStream.ToUtf8(_file);
        var start = new byte[MostBytesOfHeader];
        start = start[..text.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        if (start.AsSpan().Trim(" \t\r\n"u8).IsEmpty) return;
        var name = Path.GetFileName(path);
        var (position, skipped) = options.HasHeader ? SkipHeader(name, start) : (0, 0);
        lines.Add(name, _line, skipped);
        _current = new PrefixedStream(start.AsSpan(position), text);
    }

    /// <summary>Where the rows of a file begin: at its header if it is the first.</summary>
    /// <exception cref="DataException">The file has other columns than the first.</exception>
    private (int Position, int Lines) SkipHeader(string file, byte[] start)
    {
        var delimiter = CsvDialect.Find(options, start).Delimiter;
        var (names, position, count) = Header(file, start, (byte)delimiter, options.HasQuotes);
        if (_first is not { } first)
        {
            _first = (file, delimiter, names);
            return (0, 0);
        }

        if (!names.SequenceEqual(first.Names))
            throw new DataException(
                $"{file} has other columns than {first.File}: {NameList.Quoted(names)}; not {NameList.Quoted(first.Names)}. Files that are "
                    + "read as one table have the same columns in the same order.");
        if (names.Length > 1 && delimiter != first.Delimiter)
            throw new DataException(
                $"{file} has '{delimiter}' between its fields, and {first.File} has '{first.Delimiter}'. Files that are read as one table "
                    + "are written alike.");
        return (position, count);
    }

    private static (string[] Names, int Position, int Lines) Header(
        string file, ReadOnlySpan<byte> start, byte delimiter, bool hasQuotes)
    {
        var fields = new CsvFields(start, delimiter, CsvFields.EndsOf(delimiter, hasQuotes));
        var names = new List<string>();
        try
        {
            fields.NextRecord(skipSpaces: true);
            for (var more = true; more;)
            {
                more = fields.NextField(out var field);
                names.Add(Encoding.UTF8.GetString(field).Trim());
            }

            return ([.. names], fields.Position, fields.Line);
        }
        catch (CsvProblem problem)
        {
            throw new DataException($"{file}, line {problem.Line + 1}: {problem.Message}.", problem);
        }
    }

    /// <summary>Counts the lines that end, by a line feed or a return alone.</summary>
    private void Count(ReadOnlySpan<byte> text)
    {
        _line += text.Count((byte)'\n');
        if (_endsReturn && text[0] != '\n') _line++;
        _endsReturn = text[^1] == '\r';
        _endsLine = text[^1] == '\n';
        for (var at = text.IndexOf((byte)'\r'); at >= 0 && at < text.Length - 1;)
        {
            if (text[at + 1] != '\n') _line++;
            var next = text[(at + 1)..].IndexOf((byte)'\r');
            at = next < 0 ? -1 : at + 1 + next;
        }
    }
}
