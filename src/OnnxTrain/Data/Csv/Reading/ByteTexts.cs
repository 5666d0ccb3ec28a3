using System.Runtime.InteropServices;

namespace OnnxTrain;

/// <summary>Distinct texts in UTF-8, numbered in the order of their first occurrence, and how often each occurs.</summary>
internal sealed class ByteTexts
{
    private int[] _slots = new int[16];
    private byte[] _bytes = new byte[64];
    private int[] _ends = new int[8];
    private ulong[] _hashes = new ulong[8];
    private int[] _counts = new int[8];

    public int Count { get; private set; }

    public ReadOnlySpan<byte> this[int code]
    {
        get
        {
            var start = code == 0 ? 0 : _ends[code - 1];
            return _bytes.AsSpan(start, _ends[code] - start);
        }
    }

    /// <summary>How often a text was added.</summary>
    public int CountOf(int code) => _counts[code];

    /// <summary>The number of a text, which is counted.</summary>
    public int Add(ReadOnlySpan<byte> text, int count = 1)
    {
        var hash = Hash(text);
        for (var slot = (int)hash & (_slots.Length - 1); ; slot = (slot + 1) & (_slots.Length - 1))
        {
            var code = _slots[slot] - 1;
            if (code < 0) return AddNew(text, hash, slot, count);
            if (_hashes[code] != hash || !this[code].SequenceEqual(text)) continue;
            _counts[code] += count;
            return code;
        }
    }

    private int AddNew(ReadOnlySpan<byte> text, ulong hash, int slot, int count)
    {
        var code = Count++;
        if (code == _ends.Length)
        {
            Array.Resize(ref _ends, 2 * code);
            Array.Resize(ref _hashes, 2 * code);
            Array.Resize(ref _counts, 2 * code);
        }

        var start = code == 0 ? 0 : _ends[code - 1];
        if (_bytes.Length - start < text.Length) Array.Resize(ref _bytes, Math.Max(checked(start + text.Length), 2 * _bytes.Length));
        text.CopyTo(_bytes.AsSpan(start));
        (_ends[code], _hashes[code], _counts[code]) = (start + text.Length, hash, count);
        _slots[slot] = code + 1;
        if (2 * Count > _slots.Length) Grow();
        return code;
    }

    private void Grow()
    {
        _slots = new int[2 * _slots.Length];
        for (var code = 0; code < Count; code++)
        {
            var slot = (int)_hashes[code] & (_slots.Length - 1);
            while (_slots[slot] != 0) slot = (slot + 1) & (_slots.Length - 1);
            _slots[slot] = code + 1;
        }
    }

    // Eight bytes at a time, each mixed by a multiplication whose upper half is folded back.
    private static ulong Hash(ReadOnlySpan<byte> text)
    {
        const ulong factor = 0x9E3779B97F4A7C15;
        var hash = (ulong)text.Length * factor;
        for (; text.Length >= sizeof(ulong); text = text[sizeof(ulong)..]) hash = Mix(hash ^ MemoryMarshal.Read<ulong>(text));
        var rest = 0UL;
        for (var i = 0; i < text.Length; i++) rest |= (ulong)text[i] << (8 * i);
        return Mix(hash ^ rest);

        static ulong Mix(ulong value)
        {
            var high = Math.BigMul(value, factor, out var low);
            return high ^ low;
        }
    }
}
