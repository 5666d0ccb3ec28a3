using System.Buffers.Binary;
using System.Text;

namespace OnnxTrain;

/// <summary>
/// Writes FlatBuffers, the encoding of Arrow's metadata, from the end to the start: what is referred to comes before what refers to it
/// (https://flatbuffers.dev/internals/).
/// </summary>
internal sealed class FlatBuilder
{
    private byte[] _bytes = new byte[1024];
    private int _head = 1024;
    private int _alignment = sizeof(int);

    // Places are counted from the end, which does not move as the buffer grows.
    private int Place => _bytes.Length - _head;

    /// <summary>The finished buffer with a table as its root.</summary>
    public ReadOnlySpan<byte> Finish(int root)
    {
        Prepare(_alignment, sizeof(int));
        Refer(root);
        return _bytes.AsSpan(_head);
    }

    /// <summary>Writes a table. References are to what was written before.</summary>
    public int Table(params ReadOnlySpan<FlatField> fields)
    {
        var start = Place;
        Span<int> places = stackalloc int[fields.Length == 0 ? 0 : fields[^1].Slot + 1];
        places.Clear();
        foreach (var field in fields)
        {
            if (field.Size == 0)
            {
                if (field.Value == 0) continue;
                Refer((int)field.Value);
            }
            else
            {
                Prepare(field.Size, 0);
                Put(field.Value, field.Size);
            }

            places[field.Slot] = Place;
        }

        Prepare(sizeof(int), 0);
        Put(0, sizeof(int));
        var table = Place;
        for (var slot = places.Length; slot-- > 0;) Put(places[slot] == 0 ? 0 : table - places[slot], sizeof(short));
        Put(table - start, sizeof(short));
        Put((places.Length + 2) * sizeof(short), sizeof(short));
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(_bytes.Length - table), Place - table);
        return table;
    }

    /// <summary>Writes a string.</summary>
    public int Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Prepare(sizeof(int), bytes.Length + 1);
        Put(0, 1);
        _head -= bytes.Length;
        bytes.CopyTo(_bytes.AsSpan(_head));
        Put(bytes.Length, sizeof(int));
        return Place;
    }

    /// <summary>Writes a vector of references.</summary>
    public int References(ReadOnlySpan<int> places)
    {
        Prepare(sizeof(int), places.Length * sizeof(int));
        for (var i = places.Length; i-- > 0;) Refer(places[i]);
        Put(places.Length, sizeof(int));
        return Place;
    }

    /// <summary>Writes a vector of structs of 64-bit numbers, one after the other.</summary>
    /// <param name="numbers">The numbers of all structs.</param>
    /// <param name="numbersEach">The numbers in each.</param>
    public int Structs(ReadOnlySpan<long> numbers, int numbersEach)
    {
        Prepare(sizeof(int), numbers.Length * sizeof(long));
        Prepare(sizeof(long), numbers.Length * sizeof(long));
        for (var i = numbers.Length; i-- > 0;) Put(numbers[i], sizeof(long));
        Put(numbers.Length / numbersEach, sizeof(int));
        return Place;
    }

    private void Refer(int place)
    {
        Prepare(sizeof(int), 0);
        Put(Place - place + sizeof(int), sizeof(int));
    }

    /// <summary>Makes room so that what is written after <paramref name="further"/> bytes is aligned to its size.</summary>
    private void Prepare(int size, int further)
    {
        _alignment = Math.Max(_alignment, size);
        var padding = -(Place + further) & (size - 1);
        Reserve(padding + size + further + sizeof(long));
        _head -= padding;
    }

    private void Put(long value, int size)
    {
        Reserve(size);
        _head -= size;
        for (var i = 0; i < size; i++) _bytes[_head + i] = (byte)(value >> (8 * i));
    }

    private void Reserve(int size)
    {
        if (_head >= size) return;
        var grown = new byte[Math.Max(2 * _bytes.Length, _bytes.Length + size)];
        _bytes.AsSpan(_head).CopyTo(grown.AsSpan(grown.Length - Place));
        (_head, _bytes) = (grown.Length - Place, grown);
    }
}
