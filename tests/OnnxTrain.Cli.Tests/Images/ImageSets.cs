using System.Buffers.Binary;
using System.IO.Compression;
using OnnxTrain.Tests.Data.Images;

namespace OnnxTrain.Cli.Tests.Images;

/// <summary>Small sets of images that are easy to tell apart: each class is bright in another part.</summary>
internal static class ImageSets
{
    public const int Side = 12;

    /// <summary>A folder for each class, with PNG files in it.</summary>
    public static string Images(this Folder folder, string name, int count = 10, bool colour = false, params string[] classes)
    {
        if (classes.Length == 0) classes = ["dark", "left", "top"];
        for (var label = 0; label < classes.Length; label++)
        {
            Directory.CreateDirectory(folder[$"{name}/{classes[label]}"]);
            for (var i = 0; i < count; i++)
                File.WriteAllBytes(folder[$"{name}/{classes[label]}/{i:000}.png"], Png(Pixels(label, i), Side, Side, colour));
        }

        return folder[name];
    }

    public static byte[] Png(byte[] grey, int width, int height, bool colour = false) => new PngWriter(width, height, colour ? 2 : 0, 8)
        .Write([.. grey.SelectMany(b => Enumerable.Range(0, colour ? 3 : 1).Select(c => c == 1 ? 255 - b : (int)b))]);

    /// <summary>MNIST's four files, with so many images of each of three digits.</summary>
    public static string Idx(this Folder folder, string name, int train = 10, int test = 3, bool gzip = false)
    {
        Directory.CreateDirectory(folder[name]);
        foreach (var (part, count, seed) in ((string, int, int)[])[("train", train, 0), ("t10k", test, 100)])
        {
            var rows = Enumerable.Range(0, 3 * count).Select(i => (Label: i % 3, Pixels: Pixels(i % 3, seed + i))).ToList();
            Write($"{part}-images-idx3-ubyte", [3 * count, Side, Side], [.. rows.SelectMany(r => r.Pixels)]);
            Write($"{part}-labels-idx1-ubyte", [3 * count], [.. rows.Select(r => (byte)r.Label)]);
        }

        return folder[name];

        void Write(string file, int[] lengths, byte[] elements)
        {
            using Stream stream = gzip
                ? new GZipStream(File.Create(folder[$"{name}/{file}.gz"]), CompressionLevel.Fastest)
                : File.Create(folder[$"{name}/{file}"]);
            stream.Write([0, 0, 8, (byte)lengths.Length]);
            var number = new byte[4];
            foreach (var length in lengths)
            {
                BinaryPrimitives.WriteInt32BigEndian(number, length);
                stream.Write(number);
            }

            stream.Write(elements);
        }
    }

    /// <summary>Noise, with a bright half for the classes 1 (left) and 2 (top).</summary>
    private static byte[] Pixels(int label, int seed)
    {
        var random = new Random(seed + (1000 * label));
        var pixels = new byte[Side * Side];
        for (var i = 0; i < pixels.Length; i++)
        {
            var isBright = (label, i % Side < Side / 2, i / Side < Side / 2) is (1, true, _) or (2, _, true);
            pixels[i] = (byte)(random.Next(80) + (isBright ? 150 : 0));
        }

        return pixels;
    }
}
