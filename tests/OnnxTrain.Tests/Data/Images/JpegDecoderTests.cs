namespace OnnxTrain.Tests.Data.Images;

public sealed class JpegDecoderTests
{
    private static readonly JpegDecoder Decoder = new();

    [JpegFact]
    public void Pixels_are_those_of_another_reader()
    {
        var image = Decoder.Decode(ImageSamples.Jpeg);
        Assert.Equal((7, 5, 3), (image.Width, image.Height, image.Channels));
        Assert.Equal(ImageSamples.SomePixelsOfJpeg, ImageSamples.Some(image));
        var grey = Decoder.Decode(ImageSamples.GreyJpeg);
        Assert.Equal(1, grey.Channels);
        Assert.Equal(ImageSamples.PixelsOfGreyJpeg, grey.Pixels.ToArray());
    }

    [JpegFact]
    public void Four_inks_become_three_colours() =>
        Assert.All(ImageSamples.Some(Decoder.Decode(ImageSamples.CmykJpeg)).Zip(ImageSamples.SomePixelsOfCmykJpeg), pair => Assert.InRange(pair.First - pair.Second, -2, 2));

    [JpegFact]
    public void A_file_that_was_cut_is_refused()
    {
        for (var length = 3; length < ImageSamples.Jpeg.Length - 2; length++)
            Assert.Throws<DataException>(() => Decoder.Decode(ImageSamples.Jpeg.AsSpan(0, length)));
        Assert.Contains("truncated", Assert.Throws<DataException>(() => Decoder.Decode(ImageSamples.Jpeg.AsSpan(0, 640))).Message, StringComparison.Ordinal);
    }

    [JpegFact]
    public void An_image_may_not_be_larger_than_allowed() =>
        Assert.Contains("MaxPixels", Assert.Throws<DataException>(() => new JpegDecoder { MaxPixels = 34 }.Decode(ImageSamples.Jpeg)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_png_file_is_none() => Assert.False(Decoder.CanDecode(ImageSamples.Png));
}
