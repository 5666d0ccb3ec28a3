using System.Buffers.Binary;
using System.Text.Json;

namespace OnnxTrain;

/// <summary>Reads safetensors files. A file that violates the format is refused before anything is read from it.</summary>
internal sealed class SafeTensorsReader : IDisposable
{
    private const long LongestHeader = 100 << 20;

    private readonly Dictionary<string, SafeTensorsEntry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private readonly FileStream _stream;
    private readonly string _path;
    private readonly long _start;

    /// <exception cref="DataException">The file does not exist, or is not a valid safetensors file.</exception>
    public SafeTensorsReader(string path)
    {
        (_path, _stream) = (path, DataFile.Open(path));
        try
        {
            Span<byte> prefix = stackalloc byte[sizeof(long)];
            if (_stream.Length < prefix.Length) throw Malformed("it is too short");
            _stream.ReadExactly(prefix);
            var length = BinaryPrimitives.ReadInt64LittleEndian(prefix);
            _start = prefix.Length + length;
            if (length is < 2 or > LongestHeader || _start > _stream.Length) throw Malformed("its header does not fit in it");
            var header = new byte[length];
            _stream.ReadExactly(header);
            ReadHeader(header);
            RequireWhole();
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
    }

    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    public IReadOnlyDictionary<string, SafeTensorsEntry> Entries => _entries;

    /// <summary>Reads the bytes of a tensor.</summary>
    public void Read(SafeTensorsEntry entry, Span<byte> bytes)
    {
        _stream.Position = _start + entry.Offset;
        _stream.ReadExactly(bytes);
    }

    public void Dispose() => _stream.Dispose();

    private void ReadHeader(byte[] header)
    {
        try
        {
            using var json = JsonDocument.Parse(header);
            foreach (var property in json.RootElement.EnumerateObject())
            {
                if (property.Name == "__metadata__") ReadMetadata(property.Value);
                else if (!_entries.TryAdd(property.Name, Entry(property))) throw Malformed($"'{property.Name}' appears twice");
            }
        }
        catch (Exception e)
            when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or OverflowException)
        {
            throw Malformed("its header is not the JSON that the format requires", e);
        }
    }

    private void ReadMetadata(JsonElement texts)
    {
        foreach (var text in texts.EnumerateObject())
        {
            if (!_metadata.TryAdd(text.Name, text.Value.GetString() ?? "")) throw Malformed($"'{text.Name}' appears twice in its metadata");
        }
    }

    /// <summary>Every byte after the header belongs to exactly one tensor, as the format requires.</summary>
    private void RequireWhole()
    {
        var (end, before) = (0L, "the header");
        foreach (var entry in _entries.Values.OrderBy(e => e.Offset).ThenBy(e => e.Length))
        {
            if (entry.Offset < end) throw Malformed($"'{entry.Name}' and '{before}' overlap");
            if (entry.Offset > end) throw Malformed($"{entry.Offset - end} bytes before '{entry.Name}' belong to no tensor");
            (end, before) = (entry.Offset + entry.Length, entry.Name);
        }

        if (end != _stream.Length - _start) throw Malformed($"{_stream.Length - _start - end} bytes at its end belong to no tensor");
    }

    private SafeTensorsEntry Entry(JsonProperty property)
    {
        var type = property.Value.GetProperty("dtype").GetString() ?? "";
        long[] shape = [.. property.Value.GetProperty("shape").EnumerateArray().Select(s => s.GetInt64())];
        long[] range = [.. property.Value.GetProperty("data_offsets").EnumerateArray().Select(o => o.GetInt64())];
        if (range.Length != 2 || range[0] < 0 || range[1] < range[0] || range[1] > _stream.Length - _start)
            throw Malformed($"'{property.Name}' lies outside the file, which may be truncated");
        if (SizeOf(type) is { } size && (shape.Any(s => s < 0) || Count(shape) * size != range[1] - range[0]))
            throw Malformed($"'{property.Name}' is {type} [{string.Join(", ", shape)}], which is not its {range[1] - range[0]} bytes");
        return new(property.Name, type, shape, range[0], range[1] - range[0]);
    }

    private static Int128 Count(long[] shape) => shape.Aggregate(Int128.One, (count, size) => count > long.MaxValue ? count : count * size);

    /// <summary>The size of one element in bytes; null for types that are not supported.</summary>
    private static int? SizeOf(string type) => ElementTypes.OfSafeTensors(type)?.Size();

    private DataException Malformed(string why, Exception? cause = null)
    {
        var message = $"{_path} is not a valid safetensors file: {why}.";
        return cause is null ? new(message) : new(message, cause);
    }
}
