using Parquet;
using Parquet.Schema;

namespace OnnxTrain;

/// <summary>A Parquet file that is open.</summary>
internal sealed class ParquetContent : IDisposable
{
    private readonly string _name;
    private readonly FileStream _file;
    private readonly ParquetReader _reader;

    /// <exception cref="DataException">There is no such file, or it is damaged or no Parquet file.</exception>
    public ParquetContent(string path)
    {
        (_name, _file) = (Path.GetFileName(path), DataFile.Open(path));
        try
        {
            _reader = Waiting.For(() => ParquetReader.CreateAsync(_file, new() { UseDateOnlyTypeForDates = true }, leaveStreamOpen: true));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            _file.Dispose();
            throw new DataException($"{_name} cannot be read: it is damaged, or no Parquet file. Details: {e.Message}", e);
        }
    }

    public IReadOnlyList<DataField> Fields => _reader.Schema.DataFields;

    public IReadOnlyList<ParquetRowGroupReader> Groups => _reader.RowGroups;

    /// <summary>Whether a value of a column may be null.</summary>
    public bool MayMiss(DataField field) => field.IsNullable && Groups.Any(group => group.GetStatistics(field)?.NullCount != 0);

    /// <summary>Decodes a column of a row group.</summary>
    /// <exception cref="DataException">It cannot be decoded.</exception>
    public ParquetValues Decode(int group, ParquetField field)
    {
        try
        {
            return field.Read(Groups[group], field.Field);
        }
        catch (Exception e) when (e is not (OutOfMemoryException or DataException))
        {
            throw new DataException(
                Invariant($"{_name}, row group {group + 1} of {Groups.Count}, column '{field.Column.Name}': it cannot be read: the file ")
                    + $"is damaged, or has a form that is not known. Details: {e.Message}", e);
        }
    }

    public void Dispose()
    {
        Waiting.For(async () =>
        {
            await _reader.DisposeAsync().ConfigureAwait(false);
            return true;
        });
        _file.Dispose();
    }
}
