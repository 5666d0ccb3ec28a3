using System.Buffers.Binary;
using System.Text;

namespace OnnxTrain;

/// <summary>A table in a FlatBuffers buffer. Reading beyond the buffer throws <see cref="ArgumentOutOfRangeException"/>.</summary>
internal readonly ref struct FlatTable(ReadOnlySpan<byte> bytes, int place)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public static FlatTable Root(ReadOnlySpan<byte> bytes) => new(bytes, BinaryPrimitives.ReadInt32LittleEndian(bytes));

    public long Number(int slot, int size)
    {
        if (Find(slot) is not (> 0 and var at)) return 0;
        var value = 0L;
        for (var i = size; i-- > 0;) value = (value << 8) | _bytes.Slice(at + i, 1)[0];
        return value;
    }

    public FlatTable Table(int slot) => new(_bytes, Target(Find(slot)));

    public string Text(int slot)
    {
        if (Find(slot) is not (> 0 and var at)) return "";
        var target = Target(at);
        return Encoding.UTF8.GetString(_bytes.Slice(target + sizeof(int), Int(target)));
    }

    /// <summary>The number of elements of a vector; 0 if there is none.</summary>
    public int Count(int slot) => Find(slot) is > 0 and var at ? Int(Target(at)) : 0;

    /// <summary>A table in a vector of references.</summary>
    public FlatTable Table(int slot, int index) =>
        new(_bytes, Target(Target(Find(slot)) + sizeof(int) + (index * sizeof(int))));

    /// <summary>A number in a vector of structs of 64-bit numbers.</summary>
    public long Number(int slot, int numbersEach, int index, int number) => BinaryPrimitives.ReadInt64LittleEndian(
        _bytes[(Target(Find(slot)) + sizeof(int) + (((index * numbersEach) + number) * sizeof(long)))..]);

    private int Find(int slot)
    {
        var layout = place - Int(place);
        var at = (slot + 2) * sizeof(short);
        if (at >= Short(layout)) return 0;
        return Short(layout + at) is var offset and > 0 ? place + offset : 0;
    }

    private int Target(int at) => at + Int(at);

    private int Int(int at) => BinaryPrimitives.ReadInt32LittleEndian(_bytes[at..]);

    private int Short(int at) => BinaryPrimitives.ReadUInt16LittleEndian(_bytes[at..]);
}
