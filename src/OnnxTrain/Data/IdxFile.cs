using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>
/// Reads IDX files, the format of MNIST and its relatives, plain or compressed by gzip. Layout: two zero bytes, the
/// element type, the number of axes, the length of each axis in 32 bits, then the elements; the most significant byte
/// first throughout.
/// </summary>
public static class IdxFile
{
    private const int HeaderLength = 4;

    /// <summary>Above this many bytes, a compressed file may expand at most by this factor; images compress to about a fifth.</summary>
    private const int SmallContent = 1 << 26, MostExpansion = 200;

    /// <summary>Reads one file. Compression is detected by content, not by name.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its content.</returns>
    /// <exception cref="DataException"> The file does not exist, is not an IDX file, has fewer or more bytes than its header announces, or
    /// its compression is damaged or denser than that of real data.
    /// </exception>
    public static IdxData Read(string path)
    {
        var name = Path.GetFileName(path);
        try
        {
            using var file = DataFile.Open(path);
            var length = file.Length;
            Span<byte> start = stackalloc byte[2];
            var isGzip = file.ReadAtLeast(start, 2, throwOnEndOfStream: false) == 2 && start is [0x1F, 0x8B];
            file.Position = 0;
            using Stream content = isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
            return Read(content, name, length, isGzip);
        }
        catch (InvalidDataException e)
        {
            throw new DataException($"{name}: its gzip compression is damaged. Fetch the file again.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{name} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads a file of images and the file of their labels.</summary>
    /// <param name="images">A file of axes [images, rows, columns].</param>
    /// <param name="labels">A file of one label per image, from 0 to <paramref name="classes"/> − 1.</param>
    /// <param name="classes">The number of classes.</param>
    /// <returns>
    /// Features [images, 1, rows, columns], the 1 being the channel that convolutions expect, with 8-bit grey levels
    /// scaled to 0…1.
    /// </returns>
    /// <exception cref="DataException"> As for <see cref="Read(string)"/>; or the numbers of axes are wrong, the files differ in length, or
    /// a label is out of range.
    /// </exception>
    public static Dataset ReadImagesAndLabels(string images, string labels, int classes = 10)
    {
        var (imageData, labelValues) = ReadTogether(images, labels, classes);
        var pixels = imageData.ToFloats(imageData.ElementType == typeof(byte) ? 1f / 255 : 1);
        return new Dataset(pixels.Reshape([pixels.Lengths[0], 1, pixels.Lengths[1], pixels.Lengths[2]]), labelValues, classes);
    }

    /// <summary>Reads a file of images as bytes, and the file of their labels.</summary>
    /// <param name="images">A file of axes [images, rows, columns] of unsigned bytes.</param>
    /// <param name="labels">A file of one label per image, from 0 to <paramref name="classes"/> − 1.</param>
    /// <param name="classes">The number of classes.</param>
    /// <returns>Pixels [images, rows, columns, 1], for a model whose input is uint8.</returns>
    /// <exception cref="DataException">
    /// As for <see cref="ReadImagesAndLabels"/>; or the images are not of unsigned bytes.
    /// </exception>
    public static Dataset ReadPixelsAndLabels(string images, string labels, int classes = 10)
    {
        var (imageData, labelValues) = ReadTogether(images, labels, classes);
        if (imageData.ElementType != typeof(byte))
        {
            throw new DataException(
                $"{Path.GetFileName(images)} has elements of the type {imageData.ElementType.Name}; pixels are unsigned bytes. " +
                $"Use {nameof(ReadImagesAndLabels)}, which converts them to numbers.");
        }

        var lengths = imageData.Dimensions;
        return new Dataset(Tensor.Create(imageData.Content, [lengths[0], lengths[1], lengths[2], 1]), labelValues, classes);
    }

    private static (IdxData Images, int[] Labels) ReadTogether(string images, string labels, int classes)
    {
        var imageData = Read(images, 3, "[images, rows, columns]");
        var labelData = Read(labels, 1, "[labels]");
        var (imagesName, labelsName) = (Path.GetFileName(images), Path.GetFileName(labels));
        if (imageData.Dimensions[0] != labelData.Dimensions[0])
        {
            throw new DataException(
                $"{imagesName} has {imageData.Dimensions[0]} images but {labelsName} has {labelData.Dimensions[0]} labels. " +
                "Check that the two files belong together.");
        }

        var labelValues = labelData.Values<int>();
        var wrong = Array.FindIndex(labelValues, label => label < 0 || label >= classes);
        if (wrong >= 0)
        {
            throw new DataException(
                $"{labelsName}, label {wrong} (counted from 0): {labelValues[wrong]} is not between 0 and {classes - 1}. " +
                "Check the file and the number of classes.");
        }

        return (imageData, labelValues);
    }

    private static IdxData Read(string path, int rank, string axes)
    {
        var data = Read(path);
        return data.Dimensions.Count == rank ? data : throw new DataException(
            $"{Path.GetFileName(path)} has {data.Dimensions.Count} axes, [{string.Join(", ", data.Dimensions)}]; expected {rank}, " +
            $"{axes}. Check that images and labels are not swapped.");
    }

    private static IdxData Read(Stream content, string name, long fileLength, bool isGzip)
    {
        Span<byte> magic = stackalloc byte[4];
        var found = content.ReadAtLeast(magic, 4, throwOnEndOfStream: false);
        if (found < 4 || magic[0] != 0 || magic[1] != 0 || magic[3] == 0 || ElementType(magic[2]) is not var (type, elementSize))
        {
            throw new DataException(
                $"{name} is not an IDX file: it starts with [{Convert.ToHexString(magic[..found])}] instead of 0000, an element type " +
                "(08, 09 or 0B to 0E) and a number of axes from 01. Check that it is the right file.");
        }

        var dimensions = ReadDimensions(content, name, magic[3]);
        var size = Size(name, dimensions, elementSize);
        RequirePlausible(name, size, HeaderLength + (4 * dimensions.Length), fileLength, isGzip);
        return new IdxData(type, dimensions, ReadElements(content, name, size));
    }

    private static int[] ReadDimensions(Stream content, string name, int rank)
    {
        Span<byte> bytes = stackalloc byte[4 * rank];
        var found = content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (found < bytes.Length) throw Truncated(name, "lengths of its axes", bytes.Length, found);

        var dimensions = new int[rank];
        for (var i = 0; i < rank; i++) dimensions[i] = BinaryPrimitives.ReadInt32BigEndian(bytes[(4 * i)..]);

        return dimensions;
    }

    private static int Size(string name, int[] dimensions, int elementSize)
    {
        // An axis of length 0 must not hide the others: products of their lengths must not overflow either.
        long size = elementSize;
        foreach (var length in dimensions)
        {
            // Both factors are below 2^31 here: the product cannot overflow.
            if (length < 0 || (size *= Math.Max(1, length)) > Array.MaxLength)
            {
                throw new DataException(
                    $"{name}: its header announces axes of [{string.Join(", ", dimensions)}], which are negative or larger than " +
                    "2 GiB in all. The file is damaged or not an IDX file.");
            }
        }

        return dimensions.Contains(0) ? 0 : (int)size;
    }

    /// <summary>Checks that a file can hold as many bytes as its header announces.</summary>
    private static void RequirePlausible(string name, int size, int headerLength, long fileLength, bool isGzip)
    {
        if (!isGzip)
        {
            var rest = fileLength - headerLength;
            if (rest < size) throw Truncated(name, "elements", size, (int)rest);
        }
        else if (size > SmallContent && size / MostExpansion > fileLength)
        {
            throw new DataException(
                $"{name}: its header announces {size:N0} bytes of elements, and its {fileLength:N0} compressed bytes are less than a " +
                $"{MostExpansion}th of that. The file is damaged, or crafted to exhaust memory. If it is valid, unpack it first.");
        }
    }

    /// <summary>Reads the elements, allocating memory only as the content arrives.</summary>
    private static byte[] ReadElements(Stream content, string name, int size)
    {
        const int firstPiece = 1 << 20;
        var bytes = new byte[Math.Min(size, firstPiece)];
        for (var found = 0; found < size;)
        {
            if (found == bytes.Length) Array.Resize(ref bytes, (int)Math.Min(size, 2L * found));

            var read = content.Read(bytes, found, bytes.Length - found);
            found += read > 0 ? read : throw Truncated(name, "elements", size, found);
        }

        return content.ReadByte() < 0 ? bytes : throw new DataException(
            $"{name} has more than the {size} bytes of elements that its header announces. The file is damaged or not an IDX file.");
    }

    private static DataException Truncated(string name, string part, int expected, int found) => new(
        $"{name} is truncated: expected {expected} bytes for the {part}, found {found}. Fetch the file again.");

    private static (Type Type, int Size)? ElementType(byte code) => code switch
    {
        0x08 => (typeof(byte), 1),
        0x09 => (typeof(sbyte), 1),
        0x0B => (typeof(short), 2),
        0x0C => (typeof(int), 4),
        0x0D => (typeof(float), 4),
        0x0E => (typeof(double), 8),
        _ => null,
    };
}
