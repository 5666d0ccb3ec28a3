using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics.Tensors;

namespace OnnxTrain.Tests.Data;

public sealed class IdxFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<byte, byte[], float[]> ElementTypes() => new()
    {
        { 0x08, [0, 255], [0, 255] },
        { 0x09, [1, 0xFF], [1, -1] },
        { 0x0B, [0x01, 0x02, 0xFF, 0xFE], [258, -2] },
        { 0x0C, [0, 0, 0x01, 0x02, 0xFF, 0xFF, 0xFF, 0xFE], [258, -2] },
        { 0x0D, [0x3F, 0xC0, 0, 0, 0xC0, 0, 0, 0], [1.5f, -2] },
        { 0x0E, [0x3F, 0xF8, 0, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0], [1.5f, -2] },
    };

    [Theory]
    [MemberData(nameof(ElementTypes))]
    public void Every_element_type_is_read(byte code, byte[] elements, float[] expected)
    {
        var data = Read(Idx(code, [2, 1], elements));

        Assert.Equal([2, 1], data.Dimensions);
        Assert.Equal(elements, data.Bytes.ToArray());
        Assert.Equal(expected, Flat(data.ToFloats()));
        Assert.Equal([2, 1], data.ToFloats().Lengths);
        Assert.Equal(expected.Select(value => value * 0.5f), Flat(data.ToFloats(0.5f)));
    }

    [Fact]
    public void Gzip_is_recognized_by_its_content()
    {
        // More than the first piece of memory that the reader takes.
        var elements = new byte[3_000_000];
        for (var i = 0; i < elements.Length; i++) elements[i] = (byte)(i * 31 >> 7);

        var file = Idx(0x08, [3, 1_000_000], elements);

        Assert.Equal(elements, Read(file).Bytes);
        Assert.Equal(elements, Read(Gzip(file)).Bytes);
    }

    [Theory]
    [InlineData("", "starts with [] ")]
    [InlineData("3C21444F43545950", "starts with [3C21444F]")]
    [InlineData("00000801", "truncated: expected 4 bytes for the lengths of its axes, found 0")]
    [InlineData("00000800", "starts with [00000800]")]
    [InlineData("00000A0100000001AA", "starts with [00000A01]")]
    [InlineData("0000080100000003AABB", "truncated: expected 3 bytes for the elements, found 2")]
    [InlineData("0000080100000001AABB", "has more than the 1 bytes")]
    [InlineData("00000801FFFFFFFF", "axes of [-1]")]
    [InlineData("00000E037FFFFFFF7FFFFFFF7FFFFFFF", "axes of [2147483647, 2147483647, 2147483647]")]
    [InvariantCulture]
    public void A_damaged_file_is_refused(string hex, string expected)
    {
        var message = Assert.Throws<DataException>(() => Read(Convert.FromHexString(hex))).Message;
        Assert.StartsWith("file.idx", message);
        Assert.Contains(expected, message);
    }

    [Fact]
    public void A_header_that_announces_much_takes_no_memory_for_it()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var message = Assert.Throws<DataException>(() => Read(Convert.FromHexString("00000801700000000000"))).Message;

        Assert.Contains("expected 1879048192 bytes for the elements, found 2", message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    /// <summary>An axis of no length beside others whose product no integer holds, wherever it stands.</summary>
    [Theory]
    [InlineData(0x08)]
    [InlineData(0x0E)]
    public void An_axis_of_no_length_hides_no_overflow(byte code)
    {
        int[] lengths = [1, 2, 1 << 16, int.MaxValue];
        foreach (var rank in new[] { 1, 2, 3, 4 })
        {
            for (var zero = 0; zero < rank; zero++)
            {
                foreach (var length in lengths)
                {
                    int[] dimensions = [.. Enumerable.Range(0, rank).Select(i => i == zero ? 0 : length)];
                    var fits = Math.Pow(length, rank - 1) * (code == 0x08 ? 1 : 8) <= Array.MaxLength;
                    if (fits) Assert.Equal(0, Read(Idx(code, dimensions, [])).ToFloats().FlattenedLength);
                    else Assert.Contains("larger than 2 GiB", Assert.Throws<DataException>(() => Read(Idx(code, dimensions, []))).Message);
                }
            }
        }
    }

    [Fact]
    public void Gzip_that_unpacks_to_far_more_than_images_do_is_refused_before_it_is_unpacked()
    {
        var bomb = Gzip([.. Idx(0x08, [1 << 28], []), .. new byte[1 << 20]]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("crafted to exhaust memory", Assert.Throws<DataException>(() => Read(bomb)).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
        Assert.Equal(1 << 24, Read(Gzip([.. Idx(0x08, [1 << 24], []), .. new byte[1 << 24]])).Dimensions[0]);
    }

    [Fact]
    public void Truncated_gzip_is_refused()
    {
        var random = new Random(1);
        var elements = new byte[1000];
        random.NextBytes(elements);
        var message = Assert.Throws<DataException>(() => Read(Gzip(Idx(0x08, [1000], elements))[..^100])).Message;
        Assert.Contains("truncated: expected 1000 bytes", message);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-6)]
    public void Damaged_gzip_is_refused(int at)
    {
        var gzip = Gzip(Idx(0x08, [3], [1, 2, 3]));
        gzip[at < 0 ? gzip.Length + at : at] ^= 0x55;
        Assert.Contains("gzip compression is damaged", Assert.Throws<DataException>(() => Read(gzip)).Message);
    }

    [Fact]
    public void Images_and_labels_make_a_data_set()
    {
        var dataset = IdxFile.ReadImagesAndLabels(
            _folder.Write("images", Idx(0x08, [2, 2, 3], [0, 51, 102, 153, 204, 255, 255, 0, 0, 0, 0, 0])),
            _folder.Write("labels", Gzip(Idx(0x08, [2], [9, 0]))));

        Assert.Equal([2, 1, 2, 3], dataset.Features[0].Lengths);
        Assert.Equal([0f, 0.2f, 0.4f, 0.6f, 0.8f, 1f, 1f, 0f, 0f, 0f, 0f, 0f], Flat(dataset.Features[0].As<float>()), Close);
        Assert.Equal([9, 0], dataset.Labels);
        Assert.Equal(10, dataset.Classes);
    }

    public static TheoryData<byte[], byte[], string> Mismatches() => new()
    {
        { Idx(0x08, [2, 1, 1], [1, 2]), Idx(0x08, [3], [1, 2, 3]), "images has 2 images but labels has 3 labels" },
        { Idx(0x08, [2, 1, 1], [1, 2]), Idx(0x08, [2], [3, 10]), "labels, label 1 (counted from 0): 10 is not between 0 and 9" },
        { Idx(0x08, [2, 1, 1], [1, 2]), Idx(0x09, [2], [0xFF, 0]), "labels, label 0 (counted from 0): -1 is not" },
        { Idx(0x08, [2], [1, 2]), Idx(0x08, [2, 1, 1], [3, 4]), "images has 1 axes, [2]; expected 3, [images, rows, columns]" },
        { Idx(0x08, [2, 1, 1], [1, 2]), Idx(0x08, [2, 1], [3, 4]), "labels has 2 axes, [2, 1]; expected 1, [labels]" },
    };

    [Theory]
    [MemberData(nameof(Mismatches))]
    [InvariantCulture]
    public void Images_and_labels_that_do_not_fit_are_refused(byte[] images, byte[] labels, string expected)
    {
        var (imagesPath, labelsPath) = (_folder.Write("images", images), _folder.Write("labels", labels));
        var message = Assert.Throws<DataException>(() => IdxFile.ReadImagesAndLabels(imagesPath, labelsPath)).Message;
        Assert.Contains(expected, message);
    }

    private IdxData Read(byte[] bytes) => IdxFile.Read(_folder.Write("file.idx", bytes));

    private static byte[] Idx(byte code, int[] dimensions, byte[] elements)
    {
        List<byte> file = [0, 0, code, (byte)dimensions.Length];
        foreach (var length in dimensions)
        {
            var bytes = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(bytes, length);
            file.AddRange(bytes);
        }

        return [.. file, .. elements];
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest)) gzip.Write(bytes);

        return compressed.ToArray();
    }

    private static float[] Flat(Tensor<float> tensor)
    {
        var values = new float[tensor.FlattenedLength];
        tensor.FlattenTo(values);
        return values;
    }

    private static bool Close(float expected, float actual) => Math.Abs(expected - actual) < 1e-6f;
}
