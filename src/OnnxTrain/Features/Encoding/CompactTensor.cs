using System.Numerics.Tensors;
using System.Security.Cryptography;

namespace OnnxTrain;

/// <summary>Encoded rows [rows, features] held in little memory or in a file; each is unpacked when it is used.</summary>
/// <param name="layout">How a row is packed.</param>
/// <param name="packed">The packed rows.</param>
/// <param name="rows">The selected rows; null for all.</param>
internal sealed class CompactTensor(CompactLayout layout, RowBytes packed, int[]? rows = null) : RowTensor
{
    private readonly nint[] _lengths = [rows?.Length ?? packed.Count, layout.Width];

    public override ElementType ElementType => ElementType.Float32;

    public override ReadOnlySpan<nint> Lengths => _lengths;

    internal override int RowLength => layout.Width;

    /// <summary>All rows, unpacked now.</summary>
    internal override ReadOnlySpan<byte> Bytes => ToMemory().Bytes;

    // What a network takes is finite: features see to it.
    internal override long FirstNotFinite
    {
        get
        {
            var (at, found) = (0L, -1L);
            ForEach(row =>
            {
                if (!TensorPrimitives.IsFiniteAll(row)) found = at + FirstIn(row);
                at += row.Length;
                return found < 0;
            });
            return found;
        }
    }

    internal override RowTensor Pick(ReadOnlySpan<int> wanted) =>
        new CompactTensor(layout, packed, rows is null ? wanted.ToArray() : CsvColumn.Pick(rows, wanted));

    internal override RowGatherer NewGatherer() => new CompactGatherer(layout, packed.Open(), rows);

    internal override void Gather(ReadOnlySpan<long> wanted, RowBlock block, int column)
    {
        using var gatherer = NewGatherer();
        gatherer.Gather(wanted, block, column);
    }

    internal override void AppendTo(IncrementalHash hash) => ForEach(row =>
    {
        hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(row));
        return true;
    });

    internal override TensorData ToData(ElementType type, Shape shape) => ToMemory().ToData(type, shape);

    internal override double Number(long index)
    {
        var (row, place) = Math.DivRem(index, layout.Width);
        return Unpacked([(int)row])[place];
    }

    internal override RowTensor ToMemory() =>
        new RowTensor<float>(Tensor.Create(Unpacked([.. Enumerable.Range(0, (int)_lengths[0])]), _lengths));

    private static int FirstIn(ReadOnlySpan<float> row)
    {
        var at = 0;
        while (float.IsFinite(row[at])) at++;
        return at;
    }

    private float[] Unpacked(int[] wanted)
    {
        var numbers = new float[checked(wanted.Length * layout.Width)];
        using var reader = packed.Open();
        for (var i = 0; i < wanted.Length; i++)
            layout.Unpack(reader.Row(rows is null ? wanted[i] : rows[wanted[i]]), numbers.AsSpan(i * layout.Width, layout.Width));
        return numbers;
    }

    private void ForEach(RowLook look)
    {
        var row = new float[layout.Width];
        using var reader = packed.Open();
        for (var i = 0; i < _lengths[0]; i++)
        {
            layout.Unpack(reader.Row(rows is null ? i : rows[i]), row);
            if (!look(row)) return;
        }
    }

    private delegate bool RowLook(ReadOnlySpan<float> row);
}
