namespace OnnxTrain.Tests.Data.Images;

public sealed class PixelImageTests
{
    // 9 × 7 pixels of 3x² + 17y, and what Pillow 9.4.0 makes of them by resize(size, BILINEAR).
    public static TheoryData<int, int, byte[]> Sizes =>
        new()
        {
            { 4, 3, [19, 42, 97, 171, 55, 78, 133, 179, 91, 114, 169, 148] },
            { 9, 2, [27, 30, 39, 54, 75, 102, 135, 174, 201, 75, 78, 87, 102, 123, 150, 183, 222, 71] },
            { 1, 1, [107] },
            {
                13, 10,
                [
                    0, 2, 5, 11, 21, 33, 48, 67, 88, 111, 138, 168, 192, 9, 11, 14, 20, 30, 42, 57, 76, 97, 120, 147, 177, 201, 21, 23, 26,
                    32, 42, 54, 69, 88, 109, 132, 159, 189, 213, 33, 35, 38, 44, 54, 66, 81, 100, 121, 144, 171, 201, 225, 45, 47, 50, 56,
                    66, 78, 93, 112, 133, 156, 183, 213, 237, 57, 59, 62, 68, 78, 90, 105, 124, 145, 168, 195, 184, 159, 69, 71, 74, 80, 90,
                    102, 117, 136, 157, 180, 207, 119, 5, 81, 83, 86, 92, 102, 114, 129, 148, 169, 192, 219, 131, 17, 93, 95, 98, 104, 114,
                    126, 141, 160, 181, 204, 231, 143, 29, 102, 104, 107, 113, 123, 135, 150, 169, 190, 213, 240, 152, 38,
                ]
            },
        };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Resizing_is_that_of_another_library_but_for_its_rounding_between_lines_and_columns(int width, int height, byte[] expected)
    {
        var image = new PixelImage(9, 7, 1, [.. Enumerable.Range(0, 63).Select(i => (byte)((3 * (i % 9) * (i % 9)) + (17 * (i / 9))))]);
        Assert.All(image.Resize(width, height).Pixels.ToArray().Zip(expected), pair => Assert.InRange(pair.First - pair.Second, -1, 1));
    }

    [Fact]
    public void Half_the_size_is_a_weighted_mean_and_keeps_a_plain_colour()
    {
        var plain = new PixelImage(8, 6, 3, [.. Enumerable.Range(0, 144).Select(i => (byte)(10 * (i % 3)))]);
        Assert.Equal(Enumerable.Range(0, 36).Select(i => (byte)(10 * (i % 3))), plain.Resize(4, 3).Pixels.ToArray());
        Assert.Same(plain, plain.Resize(8, 6));
    }

    [Fact]
    public void Other_proportions_are_stretched_cut_or_padded()
    {
        // Columns 10, 20, 30, 40.
        var image = new PixelImage(4, 2, 1, [10, 20, 30, 40, 10, 20, 30, 40]);
        Assert.Equal([20, 30, 20, 30], image.Resize(2, 2, ImageFit.Crop).Pixels.ToArray());
        Assert.Equal([0, 0, 0, 0, 10, 20, 30, 40, 10, 20, 30, 40, 0, 0, 0, 0], image.Resize(4, 4, ImageFit.Pad).Pixels.ToArray());

        // Centres at 1 and 3 of 4, triangles of half width 2: weights 3, 3, 1 of 7 for pixels at 0.5, 1.5, 2.5.
        var left = (byte)Math.Floor((((3 * 10) + (3 * 20) + 30) / 7.0) + 0.5);
        Assert.Equal([left, (byte)(50 - left), left, (byte)(50 - left)], image.Resize(2, 2).Pixels.ToArray());
    }

    [Fact]
    public void Colour_becomes_grey_and_opacity_lies_over_the_background()
    {
        var colours = new PixelImage(4, 1, 3, [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255]);
        Assert.Equal([76, 150, 29, 255], colours.WithChannels(1).Pixels.ToArray());
        Assert.Equal([7, 7, 7], new PixelImage(1, 1, 1, [7]).WithChannels(3).Pixels.ToArray());
        // 127 / 255 of the colour, and 128 / 255 of the background.
        var half = new PixelImage(1, 1, 4, [100, 200, 0, 127]);
        Assert.Equal([50, 100, 0], half.WithChannels(3, PixelColour.Black).Pixels.ToArray());
        Assert.Equal([178, 228, 128], half.WithChannels(3).Pixels.ToArray());
        Assert.Equal([50, 150, 2], half.WithChannels(3, new(0, 100, 4)).Pixels.ToArray());
        Assert.Equal([255], new PixelImage(1, 1, 4, [9, 9, 9, 0]).WithChannels(1).Pixels.ToArray());
    }

    [Fact]
    public void Pixels_have_to_be_as_many_as_the_size_says()
    {
        Assert.Throws<ArgumentException>(() => new PixelImage(2, 2, 3, new byte[11]));
        Assert.Throws<ArgumentException>(() => new PixelImage(2, 2, 2, new byte[8]));
        Assert.Throws<ArgumentException>(() => new PixelImage(1, 1, 1, [1]).WithChannels(4));
    }
}
