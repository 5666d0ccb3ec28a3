using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>
/// Reads the binary files of CIFAR-10 and CIFAR-100 (Krizhevsky, 2009, «Learning Multiple Layers of Features from Tiny Images»): for each
/// image the label as one byte (CIFAR-100: two, the coarse one first), then 32 × 32 bytes of red, green and blue each.
/// </summary>
public static class CifarFile
{
    private const int Side = 32, Channels = 3, Plane = Side * Side, ImageLength = Plane * Channels;

    /// <summary>The names of CIFAR-10's classes.</summary>
    public static IReadOnlyList<string> Cifar10Classes { get; } =
    ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>Reads files of CIFAR-10, such as <c>data_batch_1.bin</c>, in order.</summary> <param name="paths">The files.</param>
    /// <returns>Pixels as bytes, [images, 32, 32, 3], with labels of 10 classes.</returns>
    /// <exception cref="DataException">A file does not exist, does not consist of whole images, or has an invalid label.</exception>
    public static Dataset ReadCifar10(params IReadOnlyList<string> paths) => Read(paths, labelBytes: 1, labelAt: 0, classes: 10);

    /// <summary>Reads files of CIFAR-100, <c>train.bin</c> or <c>test.bin</c>.</summary>
    /// <param name="paths">The files.</param>
    /// <returns>Pixels as bytes, [images, 32, 32, 3], with labels of 100 classes.</returns>
    /// <exception cref="DataException">A file does not exist, does not consist of whole images, or has an invalid label.</exception>
    public static Dataset ReadCifar100(params IReadOnlyList<string> paths) => Read(paths, labelBytes: 2, labelAt: 1, classes: 100);

    /// <summary>Reads files of CIFAR-100 with the labels of its 20 groups of classes.</summary>
    /// <param name="paths">The files.</param>
    /// <returns>Pixels as bytes, [images, 32, 32, 3], with labels of 20 classes.</returns>
    /// <exception cref="DataException">A file does not exist, does not consist of whole images, or has an invalid label.</exception>
    public static Dataset ReadCifar100Coarse(params IReadOnlyList<string> paths) => Read(paths, labelBytes: 2, labelAt: 0, classes: 20);

    private static Dataset Read(IReadOnlyList<string> paths, int labelBytes, int labelAt, int classes)
    {
        ArgumentNullException.ThrowIfNull(paths);
        if (paths.Count == 0) throw new ArgumentException("At least one file is required.", nameof(paths));
        var record = labelBytes + ImageLength;
        byte[][] files = [.. paths.Select(DataFile.ReadAll)];
        for (var i = 0; i < files.Length; i++) RequireWhole(Path.GetFileName(paths[i]), files[i].Length, record);

        var rows = files.Sum(file => (long)file.Length / record);
        if (rows > Array.MaxLength / ImageLength)
            throw new DataException(
                $"The files hold {rows:N0} images, more than the {Array.MaxLength / ImageLength:N0} that fit in one tensor.");
        var (pixels, labels, row) = (new byte[rows * ImageLength], new int[rows], 0);
        for (var f = 0; f < files.Length; f++)
        {
            for (var at = 0; at < files[f].Length; at += record, row++)
            {
                labels[row] = files[f][at + labelAt];
                if (labels[row] >= classes)
                {
                    throw new DataException(
                        $"{Path.GetFileName(paths[f])}, image {at / record} (counted from 0): its label is {labels[row]}, not from 0 to "
                            + $"{classes - 1}. "
                            + "Check that CIFAR-10 and CIFAR-100 are not swapped.");
                }

                Interleave(files[f].AsSpan(at + labelBytes, ImageLength), pixels.AsSpan(row * ImageLength, ImageLength));
            }
        }

        return new(Tensor.Create(pixels, [(nint)rows, Side, Side, Channels]), labels, classes);
    }

    private static void RequireWhole(string name, int length, int record)
    {
        if (length > 0 && length % record == 0) return;
        throw new DataException(
            $"{name} has {length} bytes, which is not a whole number of images of {record} bytes. " +
            "It is truncated, or not the binary version of CIFAR: fetch it again.");
    }

    /// <summary>Converts planes of one channel to pixels of three channels.</summary>
    private static void Interleave(ReadOnlySpan<byte> planes, Span<byte> pixels)
    {
        for (var i = 0; i < Plane; i++)
        {
            for (var c = 0; c < Channels; c++) pixels[(Channels * i) + c] = planes[(c * Plane) + i];
        }
    }
}
