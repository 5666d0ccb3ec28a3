using CsvHelper;

namespace OnnxTrain.Cli;

/// <summary>The records of a CSV file as they are written, for passing them on unchanged.</summary>
internal sealed class CsvRecords : IDisposable
{
    private readonly FileStream _file;
    private readonly CsvReader _reader;

    /// <summary>Opens a file and reads its header; that of a file that is no CSV is empty.</summary>
    /// <exception cref="DataException">There is no such file.</exception>
    public CsvRecords(string path)
    {
        _file = DataFile.Open(path);

        // As CsvTable reads.
        _reader = CsvReader.Create(
            _file,
            new()
            {
                HasHeader = false, TrimWhitespace = true, MalformedData = CsvMalformedDataHandling.Throw,
            },
            leaveOpen: true);
        Header = Next() is { } header ? [.. header.Select(name => name.Trim())] : [];
    }

    public IReadOnlyList<string> Header { get; }

    public char Separator => _reader.Separator;

    /// <summary>The fields of the next record, or null after the last and where the file is broken.</summary>
    public string[]? Next()
    {
        try
        {
            while (_reader.Read())
            {
                if (_reader.FieldCount == 1 && Header is { Count: > 1 } && _reader.IsEmpty(0)) continue;
                var fields = new string[_reader.FieldCount];
                for (var i = 0; i < fields.Length; i++) fields[i] = _reader.GetString(i);
                return fields;
            }
        }
        catch (CsvFormatException)
        {
            // CsvTable reports it, with the line.
        }

        return null;
    }

    public void Dispose()
    {
        _reader.Dispose();
        _file.Dispose();
    }
}
