using System.Buffers.Binary;
using SkiaSharp;

namespace OnnxTrain.Tests.Data.Images;

/// <summary>
/// PNG files by <see cref="SkiaDecoder"/>: pixels exactly as the specification has them, for every colour type and depth.
/// </summary>
public sealed class SkiaPngTests
{
    private static readonly SkiaDecoder Decoder = new();

    public static TheoryData<int, int, bool, int, int> Kinds
    {
        get
        {
            var kinds = new TheoryData<int, int, bool, int, int>();
            foreach (
                var (type, depths) in new[] { (0, new[] { 1, 2, 4, 8, 16 }), (2, [8, 16]), (3, [1, 2, 4, 8]), (4, [8, 16]), (6, [8, 16]) })
            {
                foreach (var depth in depths)
                {
                    foreach (var (width, height) in new[] { (1, 1), (5, 3), (13, 11), (2, 9) })
                    {
                        kinds.Add(type, depth, false, width, height);
                        kinds.Add(type, depth, true, width, height);
                    }
                }
            }

            return kinds;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_colour_type_and_depth_has_the_pixels_that_were_written(int type, int depth, bool interlaced, int width, int height)
    {
        for (var first = 0; first < 5; first++)
        {
            var random = new Random((type * 100) + depth);
            byte[] palette = type == 3 ? [.. Enumerable.Range(0, 3 << depth).Select(_ => (byte)random.Next(256))] : [];
            var writer = new PngWriter(width, height, type, depth)
            {
                IsInterlaced = interlaced, FirstFilter = first, Palette = palette, Parts = 1 + first,
            };
            int[] samples = [.. Enumerable.Range(0, width * height * writer.Samples).Select(_ => random.Next(1 << depth))];
            var image = Decoder.Decode(writer.Write(samples));

            Assert.Equal((width, height, depth), (image.Width, image.Height, image.FileDepth));
            int Byte(int sample) => depth == 16 ? sample >> 8 : (int)Math.Floor((sample * 255.0 / ((1 << depth) - 1)) + 0.5);
            int[] expected = type switch
            {
                3 => [.. samples.SelectMany(s => palette[(3 * s)..((3 * s) + 3)].Select(b => (int)b))],
                4 => [.. samples.Chunk(2).SelectMany(s => new[] { Byte(s[0]), Byte(s[0]), Byte(s[0]), Byte(s[1]) })],
                _ => [.. samples.Select(Byte)],
            };
            Assert.Equal(expected, image.Pixels.ToArray().Select(b => (int)b));
        }
    }

    [Fact]
    public void Files_of_another_writer_are_read()
    {
        Assert.Equal(ImageSamples.Pixels, Decoder.Decode(ImageSamples.Png).Pixels.ToArray());
        var image = Decoder.Decode(ImageSamples.PngWithPalette);
        Assert.Equal(4, image.Channels);
        Assert.Equal(ImageSamples.PixelsOfPngWithPalette, image.Pixels.ToArray());
    }

    [Fact]
    public void One_colour_is_transparent()
    {
        var grey = new PngWriter(3, 1, 0, 2) { Transparency = [0, 2] }.Write([1, 2, 3]);
        Assert.Equal([85, 85, 85, 255, 170, 170, 170, 0, 255, 255, 255, 255], Decoder.Decode(grey).Pixels.ToArray());

        // Of 16 bits all count: 256 and 257 become the same byte, but one is transparent.
        var colour = new PngWriter(2, 1, 2, 16) { Transparency = [1, 0, 1, 0, 1, 0] }.Write([256, 256, 256, 257, 256, 256]);
        Assert.Equal([1, 1, 1, 0, 1, 1, 1, 255], Decoder.Decode(colour).Pixels.ToArray());
    }

    [Fact]
    public void Unknown_chunks_that_do_not_matter_are_passed_over()
    {
        var file = new PngWriter(2, 1, 0, 8) { MoreChunks = [("tEXt", "a\0b"u8.ToArray()), ("gAMA", [0, 0, 1, 0])] }.Write([1, 2]);
        Assert.Equal([1, 2], Decoder.Decode(file).Pixels.ToArray());
    }

    public static TheoryData<string, byte[], string> Broken
    {
        get
        {
            var plain = new PngWriter(4, 3, 2, 8);
            int[] samples = [.. Enumerable.Range(0, 36)];
            var whole = plain.Write(samples);
            byte[] Header(int width, int height, params byte[] rest)
            {
                var header = new byte[13];
                BinaryPrimitives.WriteInt32BigEndian(header, width);
                BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
                rest.CopyTo(header, 8);
                return header;
            }

            byte[] Changed(int at, byte to)
            {
                byte[] copy = [.. whole];
                copy[at] = to;
                return copy;
            }

            byte[] Of(params (string Type, byte[] Data)[] chunks)
            {
                var file = whole[..8].ToList();
                foreach (var (type, data) in chunks) PngWriter.Add(file, type, data);
                return [.. file];
            }

            var header = Header(4, 3, 8, 2, 0, 0, 0);
            return new()
            {
                { "no signature", [1, 2, 3], "not a PNG, JPEG" },
                { "the signature alone", whole[..8], "truncated" },
                { "cut in the header", whole[..20], "truncated: its chunk IHDR at byte 8 announces 13 bytes, and 0 are left" },
                { "cut in the pixels", whole[..50], "truncated: its chunk IDAT" },
                { "cut before the end", whole[..^12], "ends at byte" },
                { "a bit of the pixels", Changed(50, (byte)(whole[50] ^ 1)), "damaged" },
                { "a bit of the header", Changed(19, 9), "the checksum of its chunk IHDR" },
                { "a chunk's type", Changed(37, 0), "where a chunk type" },
                { "an absurd length", Changed(33, 0x7F), "truncated" },
                { "a length beyond 2 GiB", Changed(33, 0xFF), "truncated" },
                { "no header", Of(("IDAT", [1])), "its chunk at byte 8 is IDAT" },
                { "two headers", Of(("IHDR", header), ("IHDR", header)), "IHDR must be the first and only" },
                { "a short header", Of(("IHDR", [1, 2])), "IHDR chunk has 2 bytes" },
                { "no pixels", Of(("IHDR", header), ("IEND", [])), "" },
                { "pixels that are no zlib stream", Of(("IHDR", header), ("IDAT", [1, 2, 3, 4, 5]), ("IEND", [])), "PNG file is" },
                { "no width", (plain with { Header = Header(0, 3, 8, 2, 0, 0, 0) }).Write(samples), "announces 0 × 3 pixels" },
                { "a negative height", (plain with { Header = Header(4, -3, 8, 2, 0, 0, 0) }).Write(samples), "each side must be" },
                {
                    "more pixels than memory",
                    (plain with { Header = Header(1 << 30, 1 << 30, 8, 2, 0, 0, 0) }).Write(samples),
                    "cannot hold as many"
                },
                {
                    "a depth that the type does not have",
                    (plain with { Header = Header(4, 3, 4, 2, 0, 0, 0) }).Write(samples),
                    "colour type 2 with 4 bits"
                },
                {
                    "a colour type that there is not",
                    (plain with { Header = Header(4, 3, 8, 5, 0, 0, 0) }).Write(samples),
                    "colour type 5"
                },
                { "an unknown compression", (plain with { Header = Header(4, 3, 8, 2, 1, 0, 0) }).Write(samples), "damaged" },
                {
                    "fewer lines than announced",
                    (plain with { Header = Header(4, 5, 8, 2, 0, 0, 0) }).Write(samples),
                    "truncated: its pixels end early"
                },
                { "a critical chunk that is unknown", (plain with { MoreChunks = [("ABCD", [])] }).Write(samples), "critical chunk ABCD" },
                { "pixels interrupted", Of(("IHDR", header), ("IDAT", [1]), ("tEXt", []), ("IDAT", [2]), ("IEND", [])), "" },
                { "an index without a palette", new PngWriter(1, 1, 3, 8).Write([0]), "" },
                { "a filter that there is not", Filter7(), "damaged" },
            };

            byte[] Filter7()
            {
                using var target = new MemoryStream();
                using (
                    var zlib = new System.IO.Compression.ZLibStream(target, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true)
                )
                    zlib.Write([7, 0]);
                return Of(("IHDR", Header(1, 1, 8, 0, 0, 0, 0)), ("IDAT", target.ToArray()), ("IEND", []));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_file_is_refused_and_told_why(string what, byte[] file, string why)
    {
        Assert.NotEmpty(what);
        Assert.Contains(why, Assert.Throws<DataException>(() => Decoder.Decode(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_cut_anywhere_or_with_any_byte_changed_is_refused()
    {
        var whole = new PngWriter(5, 4, 3, 4)
        {
            Palette = [1, 2, 3, 4, 5, 6, 7, 8, 9], Transparency = [9, 8], IsInterlaced = true,
        }.Write([.. Enumerable.Range(0, 20).Select(i => i % 3)]);
        var expected = Decoder.Decode(whole).Pixels.ToArray();
        for (var i = 0; i < whole.Length; i++)
        {
            Assert.Throws<DataException>(() => Decoder.Decode(whole.AsSpan(0, i)));
            byte[] changed = [.. whole];
            changed[i] ^= 0x10;
            Assert.Throws<DataException>(() => Decoder.Decode(changed));
        }

        Assert.Equal(expected, Decoder.Decode(whole).Pixels.ToArray());
    }

    [Fact]
    public void Colour_profiles_and_gamma_leave_the_numbers_alone()
    {
        using var bitmap = new SKBitmap(
            new SKImageInfo(
                16, 16, SKColorType.Rgba8888, SKAlphaType.Opaque,
                SKColorSpace.CreateRgb(SKColorSpaceTransferFn.TwoDotTwo, SKColorSpaceXyz.AdobeRgb)));
        byte[] pixels = [.. Enumerable.Range(0, 1024).Select(i => (byte)(i % 4 == 3 ? 255 : i * 7 % 256))];
        System.Runtime.InteropServices.Marshal.Copy(pixels, 0, bitmap.GetPixels(), pixels.Length);
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        Assert.True(png.ToArray().AsSpan().IndexOf("iCCP"u8) > 0);
        Assert.Equal(pixels.Where((_, i) => i % 4 < 3), Decoder.Decode(png.ToArray()).Pixels.ToArray());
        foreach (
            var chunk in new[] { ("gAMA", new byte[] { 0, 1, 134, 160 }), ("gAMA", [0, 0, 0x20, 0]), ("sBIT", [5, 5, 5]), ("sRGB", [0]) })
        {
            var file = new PngWriter(2, 1, 2, 8) { MoreChunks = [chunk] }.Write([10, 20, 30, 200, 210, 220]);
            Assert.Equal([10, 20, 30, 200, 210, 220], Decoder.Decode(file).Pixels.ToArray());
        }
    }
}
