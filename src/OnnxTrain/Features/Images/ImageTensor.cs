using System.Security.Cryptography;

namespace OnnxTrain;

/// <summary>Images [rows, height, width, channels] of a column of paths: bytes that are read from the files when they are used.</summary>
internal sealed class ImageTensor : RowTensor
{
    private readonly ImageColumn _images;
    private readonly int[] _rows;
    private readonly nint[] _lengths;

    /// <param name="images">The images.</param>
    /// <param name="rows">The indices of the images, in order.</param>
    public ImageTensor(ImageColumn images, int[] rows)
    {
        var (height, width, channels) = images.Size;
        (_images, _rows, _lengths) = (images, rows, [rows.Length, height, width, channels]);
    }

    public override ElementType ElementType => ElementType.UInt8;

    public override ReadOnlySpan<nint> Lengths => _lengths;

    internal override int RowLength => _images.Length;

    /// <summary>All images, read now.</summary>
    internal override ReadOnlySpan<byte> Bytes
    {
        get
        {
            var pixels = new byte[checked(_rows.Length * RowLength)];
            Read([.. Enumerable.Range(0, _rows.Length)], pixels);
            return pixels;
        }
    }

    internal override bool IsInMemory => false;

    internal override long FirstNotFinite => -1;

    internal override RowTensor Pick(ReadOnlySpan<int> rows) => new ImageTensor(_images, CsvColumn.Pick(_rows, rows));

    internal override void Gather(ReadOnlySpan<long> rows, RowBlock block, int column) =>
        Read(Array.ConvertAll(rows.ToArray(), row => (int)row), block.Array<byte>(column));

    /// <summary>The images a few at a time, so that memory does not grow with their number.</summary>
    internal override void AppendTo(IncrementalHash hash)
    {
        const int atOnce = 32;
        var pixels = new byte[atOnce * RowLength];
        for (var start = 0; start < _rows.Length; start += atOnce)
        {
            var count = Math.Min(atOnce, _rows.Length - start);
            Read([.. Enumerable.Range(start, count)], pixels);
            hash.AppendData(pixels.AsSpan(0, count * RowLength));
        }
    }

    internal override TensorData ToData(ElementType type, Shape shape) =>
        new RowTensor<byte>(System.Numerics.Tensors.Tensor.Create(Bytes.ToArray(), _lengths)).ToData(type, shape);

    internal override double Number(long index)
    {
        var (row, place) = Math.DivRem(index, RowLength);
        var pixels = new byte[RowLength];
        Read([(int)row], pixels);
        return pixels[place];
    }

    private void Read(int[] places, byte[] pixels) => _images.Read(places.Length, i => _rows[places[i]], pixels);
}
