using System.Diagnostics;
using SkiaSharp;

namespace OnnxTrain.Tests.Data.Images;

/// <summary>All formats of <see cref="SkiaDecoder"/>: their pixels, and what happens to files that are not as they should be.</summary>
public sealed class SkiaFormatTests
{
    private static readonly SkiaDecoder Decoder = new();

    public static TheoryData<string, int, int> FormatsAndSizes
    {
        get
        {
            var all = new TheoryData<string, int, int>();
            foreach (var format in new[] { "png", "jpeg", "webp", "gif", "bmp", "ico" })
            {
                foreach (var (width, height) in new[] { (1, 1), (5, 3), (17, 17), (64, 33) })
                    all.Add(format, width, format == "ico" ? width : height);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(FormatsAndSizes))]
    public void Formats_without_loss_have_the_pixels_that_were_written(string format, int width, int height)
    {
        var image = Decoder.Decode(File(format, width, height));
        Assert.True(Decoder.CanDecode(File(format, width, height).AsSpan()[..Math.Min(16, File(format, width, height).Length)]));
        Assert.Equal((width, height), (image.Width, image.Height));
        if (format == "jpeg") return;
        var expected = format == "gif" ? GifPixels(width, height) : EncodedImages.Rgb(EncodedImages.Rgba(width, height));
        Assert.Equal(expected, image.WithChannels(3).Pixels.ToArray());
        if (format != "ico") Assert.Equal(3, image.Channels);
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void Colours_are_not_multiplied_by_opacity(SKEncodedImageFormat format)
    {
        var image = Decoder.Decode(EncodedImages.Of(format, 13, 9, transparent: true));
        Assert.Equal(4, image.Channels);
        Assert.Equal(EncodedImages.Rgba(13, 9, transparent: true), image.Pixels.ToArray());
    }

    [Fact]
    public void The_largest_size_of_an_icon_is_read()
    {
        byte[] Png(int side) => EncodedImages.Of(SKEncodedImageFormat.Png, side, side);
        Assert.Equal(32, Decoder.Decode(EncodedImages.Ico((16, Png(16)), (32, Png(32)), (24, Png(24)))).Width);
    }

    [Theory]
    [MemberData(nameof(FormatsAndSizes))]
    public void Any_number_of_threads_gives_the_same_pixels(string format, int width, int height)
    {
        var file = File(format, width, height);
        var expected = Decoder.Decode(file).Pixels.ToArray();
        Parallel.For(0, 32, _ => Assert.Equal(expected, Decoder.Decode(file).Pixels.ToArray()));
    }

    /// <summary>
    /// Cut everywhere and with each byte changed, a file is decoded or refused with the one documented exception, soon, and in little
    /// memory.
    /// </summary>
    [Theory]
    [InlineData("png")]
    [InlineData("jpeg")]
    [InlineData("webp")]
    [InlineData("gif")]
    [InlineData("bmp")]
    [InlineData("ico")]
    public void Damaged_files_are_decoded_or_refused(string format)
    {
        var whole = File(format, 17, 17);
        var (refused, random) = (0, new Random(1));
        for (var i = 0; i < whole.Length; i++)
        {
            refused += Try(whole[..i]);
            foreach (var change in new[] { 0x01, 0x80, 0xFF, random.Next(1, 256) })
            {
                byte[] changed = [.. whole];
                changed[i] ^= (byte)change;
                refused += Try(changed);
            }
        }

        Assert.InRange(refused, whole.Length / 2, 5 * whole.Length);
    }

    [Fact]
    public void Files_made_to_fill_the_memory_are_refused()
    {
        foreach (var file in ImageSamples.Bombs)
        {
            Assert.True(Decoder.CanDecode(file.AsSpan(0, 16)));
            Assert.Equal(1, Try(file));
        }
    }

    private static int Try(byte[] file)
    {
        var (watch, before) = (Stopwatch.StartNew(), GC.GetAllocatedBytesForCurrentThread());
        var refused = 0;
        try
        {
            Decoder.Decode(file);
        }
        catch (DataException e)
        {
            Assert.NotEmpty(e.Message);
            refused = 1;
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100 << 20);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
        return refused;
    }

    private static byte[] File(string format, int width, int height) => format switch
    {
        "png" => EncodedImages.Of(SKEncodedImageFormat.Png, width, height),
        "jpeg" => EncodedImages.Of(SKEncodedImageFormat.Jpeg, width, height),
        "webp" => EncodedImages.Of(SKEncodedImageFormat.Webp, width, height),
        "gif" => EncodedImages.Gif(width, height, GifIndices(width, height), [.. Enumerable.Repeat((byte)3, width * height)]),
        "bmp" => EncodedImages.Bmp(width, height, EncodedImages.Rgba(width, height)),
        _ => EncodedImages.Ico((width, EncodedImages.Of(SKEncodedImageFormat.Png, width, height))),
    };

    private static byte[] GifIndices(int width, int height) => [.. Enumerable.Range(0, width * height).Select(i => (byte)(i * 5 % 128))];

    private static byte[] GifPixels(int width, int height) =>
        [.. GifIndices(width, height).SelectMany(i => new[] { (byte)(2 * i), i, (byte)(255 - i) })];
}
