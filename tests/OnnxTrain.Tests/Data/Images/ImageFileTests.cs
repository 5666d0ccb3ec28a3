namespace OnnxTrain.Tests.Data.Images;

/// <summary>CIFAR and IDX files as bytes.</summary>
public sealed class ImageFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Cifar_planes_become_pixels()
    {
        var file = _folder.Write("batch.bin", [.. Record([3], 1), .. Record([9], 2)]);
        var data = CifarFile.ReadCifar10(file, file);
        Assert.Equal([4, 32, 32, 3], data.Pixels!.Lengths.ToArray());
        Assert.Equal([3, 9, 3, 9], data.Labels.ToArray());
        Assert.Equal((byte)Plane(2, 1, 5, 7), data.Pixels[1, 5, 7, 1]);
        Assert.Equal((byte)Plane(1, 2, 31, 0), data.Pixels[2, 31, 0, 2]);
        Assert.Equal(10, CifarFile.Cifar10Classes.Count);
    }

    [Fact]
    public void Cifar_100_has_two_labels()
    {
        var file = _folder.Write("train.bin", Record([19, 77], 1));
        Assert.Equal((77, 100), (CifarFile.ReadCifar100(file).Labels[0], CifarFile.ReadCifar100(file).Classes));
        Assert.Equal((19, 20), (CifarFile.ReadCifar100Coarse(file).Labels[0], CifarFile.ReadCifar100Coarse(file).Classes));
    }

    [Fact]
    public void Other_files_are_refused()
    {
        var cut = _folder.Write("cut.bin", Record([1], 1)[..^1]);
        Assert.Contains(
            "3072 bytes, which is not a whole number",
            Assert.Throws<DataException>(() => CifarFile.ReadCifar10(cut)).Message,
            StringComparison.Ordinal);
        var label = _folder.Write("label.bin", Record([10], 1));
        Assert.Contains(
            "image 0 (counted from 0): its label is 10",
            Assert.Throws<DataException>(() => CifarFile.ReadCifar10(label)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Idx_images_stay_bytes()
    {
        var images = _folder.Write("images", [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 253, 254, 255]);
        var labels = _folder.Write("labels", [0, 0, 8, 1, 0, 0, 0, 2, 7, 0]);
        var data = IdxFile.ReadPixelsAndLabels(images, labels);
        Assert.Equal([2, 1, 3, 1], data.Pixels!.Lengths.ToArray());
        Assert.Equal([1, 2, 3, 253, 254, 255], Dataset.Elements(data.Pixels).ToArray());
        Assert.Equal([7, 0], data.Labels.ToArray());
        var shorts = _folder.Write("shorts", [0, 0, 0x0B, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0, 2]);
        Assert.Contains(
            "pixels are unsigned bytes",
            Assert.Throws<DataException>(() => IdxFile.ReadPixelsAndLabels(shorts, labels)).Message,
            StringComparison.Ordinal);
    }

    private static byte[] Record(byte[] labels, int image) =>
        [
            .. labels,
            .. from c in Enumerable.Range(0, 3)
            from y in Enumerable.Range(0, 32)
            from x in Enumerable.Range(0, 32)
            select (byte)Plane(image, c, y, x),
        ];

    private static int Plane(int image, int channel, int y, int x) => ((image * 91) + (channel * 50) + (y * 3) + x) % 256;
}
