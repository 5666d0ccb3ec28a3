using System.Runtime.InteropServices;
using System.Text;

namespace OnnxTrain;

/// <summary>The buffers of a batch, one after the other at multiples of 64 bytes, as Arrow recommends.</summary>
internal sealed class ArrowBody
{
    public const int Alignment = 64;

    private readonly List<long> _buffers = [];
    private byte[] _bytes = new byte[1 << 16];
    private int _length;

    /// <summary>The start and the length of each buffer.</summary>
    public ReadOnlySpan<long> Buffers => CollectionsMarshal.AsSpan(_buffers);

    public int Length => _length;

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    public void Clear()
    {
        _buffers.Clear();
        _length = 0;
    }

    /// <summary>A buffer without bytes: the validity of values none of which is missing.</summary>
    public void AddNothing() => Add(0);

    public void Add(ReadOnlySpan<byte> buffer) => buffer.CopyTo(Add(buffer.Length));

    /// <summary>Truth values, eight to a byte from the lowest bit on.</summary>
    public void Add(ReadOnlySpan<bool> values)
    {
        var bits = Add((values.Length + 7) / 8);
        bits.Clear();
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i]) bits[i >> 3] |= (byte)(1 << (i & 7));
        }
    }

    /// <summary>Texts: where each begins and ends, then their UTF-8.</summary>
    /// <exception cref="DataException">They take more than 2 GB.</exception>
    public void Add(ReadOnlySpan<string> texts)
    {
        var length = 0L;
        foreach (var text in texts) length += Encoding.UTF8.GetByteCount(text);
        if (length > int.MaxValue - (1 << 20))
            throw new DataException($"{texts.Length} texts take {length:N0} bytes, too many for a batch.");
        var offsets = MemoryMarshal.Cast<byte, int>(Add((texts.Length + 1) * sizeof(int)));
        var end = 0;
        for (var i = 0; i < texts.Length; i++)
        {
            offsets[i] = end;
            end += Encoding.UTF8.GetByteCount(texts[i]);
        }

        offsets[texts.Length] = end;
        var bytes = Add(end);
        foreach (var text in texts) bytes = bytes[Encoding.UTF8.GetBytes(text, bytes)..];
    }

    private Span<byte> Add(int length)
    {
        var end = checked((int)(((long)_length + length + Alignment - 1) / Alignment * Alignment));
        if (end > _bytes.Length) Array.Resize(ref _bytes, (int)Math.Clamp(2L * _bytes.Length, end, Array.MaxLength));
        _buffers.AddRange([_length, length]);
        var buffer = _bytes.AsSpan(_length, length);
        _bytes.AsSpan(_length + length, end - _length - length).Clear();
        _length = end;
        return buffer;
    }
}
