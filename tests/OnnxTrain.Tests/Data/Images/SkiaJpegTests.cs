using SkiaSharp;

namespace OnnxTrain.Tests.Data.Images;

/// <summary>JPEG files by <see cref="SkiaDecoder"/>.</summary>
public sealed class SkiaJpegTests
{
    private static readonly SkiaDecoder Decoder = new();
    private static readonly SkiaDecoder SkiaAlone = new() { MayUseTurboJpeg = false };

    [Fact]
    public void Pixels_are_those_of_another_reader()
    {
        foreach (var decoder in new[] { Decoder, SkiaAlone })
        {
            var image = decoder.Decode(ImageSamples.Jpeg);
            Assert.Equal((7, 5, 3), (image.Width, image.Height, image.Channels));
            Assert.Equal(ImageSamples.SomePixelsOfJpeg, ImageSamples.Some(image));
            var grey = decoder.Decode(ImageSamples.GreyJpeg);
            Assert.Equal(1, grey.Channels);
            Assert.Equal(ImageSamples.PixelsOfGreyJpeg, grey.Pixels.ToArray());
        }
    }

    [Fact]
    public void Four_inks_become_three_colours() =>
        Assert.All(
            ImageSamples.Some(Decoder.Decode(ImageSamples.CmykJpeg)).Zip(ImageSamples.SomePixelsOfCmykJpeg),
            pair => Assert.InRange(pair.First - pair.Second, -2, 2));

    /// <summary>
    /// Whether or not libturbojpeg is installed, the pixels are the same: at each scale, odd sides, with colour of half the width and
    /// whole.
    /// </summary>
    [Theory]
    [InlineData(SKJpegEncoderDownsample.Downsample420)]
    [InlineData(SKJpegEncoderDownsample.Downsample422)]
    [InlineData(SKJpegEncoderDownsample.Downsample444)]
    public void The_systems_library_gives_the_same_pixels(SKJpegEncoderDownsample subsampling)
    {
        foreach (var (width, height) in new[] { (16, 16), (97, 61), (203, 130) })
        {
            using var image = SKImage.FromEncodedData(EncodedImages.Of(SKEncodedImageFormat.Png, width, height));
            using var pixmap = image.ToRasterImage(ensurePixelData: true).PeekPixels();
            using var data = pixmap.Encode(new SKJpegEncoderOptions(85, subsampling, SKJpegEncoderAlphaOption.Ignore))!;
            var file = data.ToArray();
            for (var step = 1; step <= 8; step++)
            {
                var (atLeastX, atLeastY) = (((width * step) + 7) / 8, ((height * step) + 7) / 8);
                var (one, two) = (Decoder.DecodeAtLeast(file, atLeastX, atLeastY), SkiaAlone.DecodeAtLeast(file, atLeastX, atLeastY));
                Assert.Equal((atLeastX, atLeastY), (two.Width, two.Height));
                Assert.Equal(two.Pixels.ToArray(), one.Pixels.ToArray());
            }
        }
    }

    [Theory]
    [InlineData(1, 1, 25, 13)]
    [InlineData(25, 13, 25, 13)]
    [InlineData(26, 13, 50, 25)]
    [InlineData(25, 14, 50, 25)]
    [InlineData(101, 1, 125, 63)]
    [InlineData(199, 99, 200, 100)]
    [InlineData(1000, 1000, 200, 100)]
    public void The_smallest_eighth_that_is_large_enough_is_decoded(int width, int height, int expectedWidth, int expectedHeight)
    {
        var file = EncodedImages.Of(SKEncodedImageFormat.Jpeg, 200, 100);
        var image = Decoder.DecodeAtLeast(file, width, height);
        Assert.Equal((expectedWidth, expectedHeight), (image.Width, image.Height));
        var turned = Decoder.DecodeAtLeast(EncodedImages.Turned(file, 6), height, width);
        Assert.Equal((expectedHeight, expectedWidth), (turned.Width, turned.Height));
        var png = Decoder.DecodeAtLeast(EncodedImages.Of(SKEncodedImageFormat.Png, 200, 100), width, height);
        Assert.Equal((200, 100), (png.Width, png.Height));
    }

    /// <summary>
    /// Each of the eight ways that Exif (2.3, tag 274) names, beside the loop that its words describe: where the file's first line and
    /// first column are in the upright image.
    /// </summary>
    [Fact]
    public void Images_are_turned_as_their_files_say()
    {
        var plain = Decoder.Decode(ImageSamples.Jpeg);
        var (w, h) = (plain.Width, plain.Height);
        (int Width, int Height, Func<int, int, (int Line, int Column)> From)[] upright =
        [
            (w, h, (y, x) => (y, x)), // top, left
            (w, h, (y, x) => (y, w - 1 - x)), // top, right
            (w, h, (y, x) => (h - 1 - y, w - 1 - x)), // bottom, right
            (w, h, (y, x) => (h - 1 - y, x)), // bottom, left
            (h, w, (y, x) => (x, y)), // left, top
            (h, w, (y, x) => (h - 1 - x, y)), // right, top
            (h, w, (y, x) => (h - 1 - x, w - 1 - y)), // right, bottom
            (h, w, (y, x) => (x, w - 1 - y)), // left, bottom
        ];
        for (var orientation = 1; orientation <= 8; orientation++)
        {
            var (width, height, from) = upright[orientation - 1];
            var image = Decoder.Decode(EncodedImages.Turned(ImageSamples.Jpeg, orientation));
            Assert.Equal((width, height), (image.Width, image.Height));
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    var (line, column) = from(y, x);
                    Assert.Equal(
                        plain.Pixels.Slice(((line * w) + column) * 3, 3).ToArray(), image.Pixels.Slice(((y * width) + x) * 3, 3).ToArray());
                }
            }
        }

        foreach (var none in new[] { 0, 9, 255 })
            Assert.Equal(plain.Pixels.ToArray(), Decoder.Decode(EncodedImages.Turned(ImageSamples.Jpeg, none)).Pixels.ToArray());
    }

    [Fact]
    public void A_file_that_was_cut_is_refused()
    {
        for (var length = 3; length < ImageSamples.Jpeg.Length - 1; length++)
            Assert.Throws<DataException>(() => Decoder.Decode(ImageSamples.Jpeg.AsSpan(0, length)));
        Assert.Contains(
            "truncated",
            Assert.Throws<DataException>(() => Decoder.Decode(ImageSamples.Jpeg.AsSpan(0, 640))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_may_not_be_larger_than_allowed() =>
        Assert.Contains(
            "MaxPixels",
            Assert.Throws<DataException>(() => new SkiaDecoder { MaxPixels = 34 }.Decode(ImageSamples.Jpeg)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Scans_without_end_are_refused()
    {
        byte[] scan = [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0];
        byte[] file = [.. ImageSamples.Jpeg[..^2], .. Enumerable.Repeat(scan, 200).SelectMany(s => s), 0xFF, 0xD9];
        Assert.Contains("100 scans", Assert.Throws<DataException>(() => Decoder.Decode(file)).Message, StringComparison.Ordinal);

        // Fewer scans of a large image take as long: 16 times the most pixels are allowed in all.
        file = [.. ImageSamples.Jpeg[..^2], .. Enumerable.Repeat(scan, 20).SelectMany(s => s), 0xFF, 0xD9];
        Assert.Contains(
            "21 scans of 35 pixels",
            Assert.Throws<DataException>(() => new SkiaDecoder { MaxPixels = 35 }.Decode(file)).Message, StringComparison.Ordinal);
    }
}
