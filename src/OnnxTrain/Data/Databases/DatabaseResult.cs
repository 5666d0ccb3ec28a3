using System.Data.Common;

namespace OnnxTrain;

/// <summary>A reader of a database with the command that it came from. It is read up to its first row at once.</summary>
internal sealed class DatabaseResult : IDisposable
{
    private readonly DbDataReader _reader;
    private readonly DbCommand? _command;
    private bool _hasFirst;
    private readonly bool _isEmpty;

    public DatabaseResult(DbDataReader reader, DbCommand? command)
    {
        ArgumentNullException.ThrowIfNull(reader);
        (_reader, _command) = (reader, command);
        try
        {
            // Some databases know the type of an expression from its values alone.
            _hasFirst = reader.Read();
            _isEmpty = !_hasFirst;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public DbDataReader Reader => _reader;

    public bool MoveNext()
    {
        if (!_hasFirst) return !_isEmpty && _reader.Read();
        _hasFirst = false;
        return true;
    }

    /// <summary>The columns and their places in the reader.</summary>
    /// <exception cref="DataException">One has a type that cannot be read, or no name, or two have the same.</exception>
    public (int[] Places, RowColumn[] Columns) Columns(string name, RowSourceOptions options)
    {
        var places = Enumerable.Range(0, _reader.FieldCount).Where(i => !options.Ignore.Contains(_reader.GetName(i))).ToArray();
        CellColumns.RequireNames(name, [.. places.Select(_reader.GetName)]);
        var schema = Schema();
        return (places, [.. places.Select(place => Column(place, schema?[place]))]);

        RowColumn Column(int place, DbColumn? column)
        {
            var (field, type) = (_reader.GetName(place), _reader.GetFieldType(place));
            var cell = CellValue.TypeOf(type)
                ?? (options.Types.ContainsKey(field) && type == typeof(object) ? CellType.Text : throw Unreadable(field, place, type));
            return CellColumns.Of(field, cell, column?.AllowDBNull != false || CellValue.IsWide(type), options);
        }

        DataException Unreadable(string field, int place, Type type) =>
            CellColumns.Unreadable(name, field, $"{type.Name} ({_reader.GetDataTypeName(place)})");
    }

    public void Dispose()
    {
        _reader.Dispose();
        _command?.Dispose();
    }

    /// <summary>What is known of the columns; null where the reader does not say.</summary>
    private IReadOnlyList<DbColumn>? Schema()
    {
        try
        {
            return _reader.CanGetColumnSchema() ? _reader.GetColumnSchema() : null;
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }
}
