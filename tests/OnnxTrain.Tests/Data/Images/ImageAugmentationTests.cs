using System.Numerics.Tensors;

namespace OnnxTrain.Tests.Data.Images;

public sealed class ImageAugmentationTests
{
    private const int Height = 12, Width = 9;

    private static readonly ImageAugmentation Everything = new()
    {
        Shift = 2, HorizontalFlip = true, Rotation = 15, CropArea = 0.7, Elastic = new(8, 2), Cutout = 3, Fill = 7,
    };

    [Fact]
    public void A_shift_moves_whole_pixels_and_comes_to_every_place()
    {
        var image = Numbered(1);
        var seen = new HashSet<(int, int)>();
        for (var number = 0; number < 300; number++)
        {
            var moved = new ImageAugmentation { Shift = 1, Fill = 255 }.Apply(image, seed: 3, number);
            seen.Add(Assert.Single(Offsets, by => Moved(image, by.X, by.Y, 255).SequenceEqual(moved.Pixels.ToArray())));
        }

        Assert.Equal(9, seen.Count);
    }

    [Fact]
    public void A_flip_exchanges_left_and_right_in_half_of_the_images()
    {
        var image = Numbered(3);
        byte[] flipped =
        [
            .. from y in Enumerable.Range(0, Height)
            from x in Enumerable.Range(0, Width)
            from c in Enumerable.Range(0, 3)
            select image.Pixels[(((y * Width) + Width - 1 - x) * 3) + c],
        ];
        var count = 0;
        for (var number = 0; number < 400; number++)
        {
            var pixels = new ImageAugmentation { HorizontalFlip = true }.Apply(image, 1, number).Pixels.ToArray();
            if (pixels.SequenceEqual(flipped)) count++;
            else Assert.Equal(image.Pixels.ToArray(), pixels);
        }

        // Four standard deviations of a fair coin.
        Assert.InRange(count, 160, 240);
    }

    [Fact]
    public void A_rotation_takes_each_pixel_from_where_the_formula_says()
    {
        // A plane a + bx + cy is reproduced exactly by linear interpolation, so that the angle can be read from any pixel.
        var layout = new ImageLayout(21, 21, 1, IsPlanar: true);
        float[] plane = [.. from y in Enumerable.Range(0, 21) from x in Enumerable.Range(0, 21) select (3f * x) - (2f * y)];
        var angles = new List<double>();
        for (var number = 0; number < 200; number++)
        {
            float[] turned = [.. plane];
            new ImageWarp(new() { Rotation = 30 }, layout).Apply(turned.AsSpan(), ImageWarp.Random(5, 0, number));

            // Two pixels right of the middle, (12, 10), comes from the middle + 2 (cos θ, sin θ); two below from 2 (−sin θ, cos θ).
            var (right, below) = ((turned[(10 * 21) + 12] - 10) / 2.0, (turned[(12 * 21) + 10] - 10) / 2.0);
            var angle = Math.Atan2(-((2 * right) + (3 * below)), (3 * right) - (2 * below));
            Assert.Equal((3 * Math.Cos(angle)) - (2 * Math.Sin(angle)), right, 4);
            angles.Add(angle * 180 / Math.PI);
        }

        Assert.All(angles, angle => Assert.InRange(angle, -30.001, 30.001));
        Assert.InRange(angles.Average(), -5, 5);
        Assert.InRange(angles.Max(), 25, 30.001);
    }

    [Fact]
    public void A_crop_shows_a_part_of_the_image_within_its_bounds()
    {
        var layout = new ImageLayout(40, 40, 2, IsPlanar: true);
        float[] places =
        [
            .. from c in new[] { 0, 1 }
            from y in Enumerable.Range(0, 40)
            from x in Enumerable.Range(0, 40)
            select c == 0 ? x + 0.5f : y + 0.5f,
        ];
        for (var number = 0; number < 200; number++)
        {
            float[] cut = [.. places];
            new ImageWarp(new() { CropArea = 0.25 }, layout).Apply(cut.AsSpan(), ImageWarp.Random(1, 0, number));

            // The slope says how large the part is, away from the edges, where there is something outside.
            var (scaleX, scaleY) = (
                (cut[(20 * 40) + 30] - cut[(20 * 40) + 10]) / 20,
                (cut[1600 + (30 * 40) + 20] - cut[1600 + (10 * 40) + 20]) / 20);
            Assert.InRange(scaleX * scaleY, 0.18, 1.0001);
            Assert.InRange(scaleX / scaleY, 0.7499, 1.3334);
            Assert.InRange(cut[(20 * 40) + 20] - (20.5 * scaleX), -0.01, 40.01 - (40 * scaleX));
        }
    }

    [Fact]
    public void A_deformation_has_the_spread_and_the_smoothness_of_its_formula()
    {
        // Displacements in x, read off the plane that says where a pixel is; the edges are left out, where less is added up.
        const int side = 64;
        var layout = new ImageLayout(side, side, 1, IsPlanar: true);
        float[] places = [.. from y in Enumerable.Range(0, side) from x in Enumerable.Range(0, side) select (float)x];
        var (sum, squares, products, count) = (0.0, 0.0, 0.0, 0);
        for (var number = 0; number < 40; number++)
        {
            float[] moved = [.. places];
            new ImageWarp(new() { Elastic = new(20, 3) }, layout).Apply(moved.AsSpan(), ImageWarp.Random(2, 0, number));
            for (var y = 16; y < side - 16; y++)
            {
                for (var x = 16; x < side - 16; x++, count++)
                {
                    var (here, there) = (moved[(y * side) + x] - x, moved[((y + 3) * side) + x] - x);
                    (sum, squares, products) = (sum + here, squares + (here * here), products + (here * there));
                }
            }
        }

        // σ² = α² / 3 / (4 π s²); at a distance of s the correlation of two Gaussians is exp(−1/4).
        var expected = 20 / Math.Sqrt(3) / Math.Sqrt(4 * Math.PI * 9);
        Assert.InRange(sum / count / expected, -0.1, 0.1);
        Assert.InRange(Math.Sqrt(squares / count) / expected, 0.93, 1.07);
        Assert.InRange(products / squares, Math.Exp(-0.25) - 0.06, Math.Exp(-0.25) + 0.06);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_cutout_is_a_square_within_the_image(bool isPlanar)
    {
        var layout = new ImageLayout(Height, Width, 2, isPlanar);
        var whole = 0;
        for (var number = 0; number < 200; number++)
        {
            var numbers = Enumerable.Repeat(1f, layout.Length).ToArray();
            new ImageWarp(new() { Cutout = 4, Fill = -3 }, layout).Apply(numbers.AsSpan(), ImageWarp.Random(4, 0, number));
            (int X, int Y)[] cut =
            [
                .. from y in Enumerable.Range(0, Height)
                from x in Enumerable.Range(0, Width)
                where numbers[((y * Width) + x) * layout.PixelStep] == -3
                select (x, y),
            ];
            var (sideX, sideY) = (cut.Max(p => p.X) - cut.Min(p => p.X) + 1, cut.Max(p => p.Y) - cut.Min(p => p.Y) + 1);
            Assert.InRange(sideX, 2, 4);
            Assert.InRange(sideY, 2, 4);
            Assert.Equal(sideX * sideY, cut.Length);
            Assert.Equal(2 * cut.Length, numbers.Count(n => n == -3));
            if (cut.Length == 16) whole++;
        }

        Assert.InRange(whole, 60, 199);
    }

    [Fact]
    public void Layouts_of_the_same_image_are_changed_alike()
    {
        var image = Numbered(3);
        var changed = Everything.Apply(image, seed: 9, number: 4);
        var bytes = new Dataset(Tensor.Create(image.Pixels.ToArray(), [1, Height, Width, 3]), [0], 1);
        float[] planes =
        [
            .. from c in Enumerable.Range(0, 3)
            from y in Enumerable.Range(0, Height)
            from x in Enumerable.Range(0, Width)
            select (float)image.Pixels[(((y * Width) + x) * 3) + c],
        ];
        var floats = new Dataset(Tensor.Create(planes, [1, 3, Height, Width]), [0], 1);
        var flat = new Dataset(Tensor.Create(planes, [1, planes.Length]), [0], 1);
        foreach (var data in new[] { floats, flat })
        {
            var settings = Everything with { Height = Height, Width = Width };
            var warp = new ImageWarp(settings, ImageLayout.Of(new RowRoles(data).Features[0], settings));
            var numbers = planes.ToArray();
            warp.Apply(numbers.AsSpan(), ImageWarp.Random(9, 0, 4));
            Assert.Equal(
                changed.Pixels.ToArray(), from y in Enumerable.Range(0, Height)
                from x in Enumerable.Range(0, Width)
                from c in Enumerable.Range(0, 3)
                select (byte)(numbers[(((c * Height) + y) * Width) + x] + 0.5f));
            var doubles = Array.ConvertAll(planes, p => (double)p);
            warp.Apply(doubles.AsSpan(), ImageWarp.Random(9, 0, 4));
            Assert.Equal(numbers, Array.ConvertAll(doubles, p => (float)p));
        }

        Assert.False(ImageLayout.Of(new RowRoles(bytes).Features[0], Everything).IsPlanar);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Batches_are_changed_alike_however_they_are_read(bool ofBytes)
    {
        var data = Data(ofBytes, 10);
        var expected = Batches(data, prefetch: false, threads: 1);
        Assert.Equal(expected, Batches(data, prefetch: true, threads: 1));
        Assert.Equal(expected, Batches(data, prefetch: true, threads: 4));

        // The second epoch is other images, and a reader that begins there gives the same.
        Assert.Equal(expected[3..], Batches(data, prefetch: true, threads: 4, firstEpoch: 1)[..3]);
        Assert.NotEqual(expected[0], expected[3]);
    }

    [Fact]
    public void Changing_batches_allocates_nothing()
    {
        var data = Data(ofBytes: true, 24);
        var augmenter = new ImageAugmenter<float>(Everything with { Mixup = 0.3 }, 1, new RowRoles(data).Features[0], 8);
        long bytes = 0;
        void Measure(Batch<float> batch)
        {
            augmenter.Apply(batch);
            Volatile.Write(ref bytes, GC.GetAllocatedBytesForCurrentThread());
        }

        using var reader = new BatchReader<float>(data, 8, seed: 1, prefetch: false, augment: Measure);
        for (var i = 0; i < 100; i++) reader.Read();
        var stretches = new long[10];
        for (var stretch = 0; stretch < stretches.Length; stretch++)
        {
            var before = Volatile.Read(ref bytes);
            for (var i = 0; i < 20; i++) reader.Read();
            stretches[stretch] = Volatile.Read(ref bytes) - before;
        }

        Assert.Equal(0, stretches.Min());
    }

    [Fact]
    public void Features_that_are_no_images_and_numbers_out_of_range_are_refused()
    {
        var plain = new Dataset(Tensor.Create(new float[20], [2, 10]), [0, 1], 2);
        Assert.Contains("ImageAugmentation.Height and Width", Refusal(plain, new()), StringComparison.Ordinal);
        Assert.Contains(
            "not a whole number of channels of 3 × 2",
            Refusal(plain, new() { Height = 3, Width = 2 }),
            StringComparison.Ordinal);
        var planes = new Dataset(Tensor.Create(new byte[2 * 9 * 4 * 5], [2, 9, 4, 5]), [0, 1], 2);
        Assert.Contains("would have 5 channels", Refusal(planes, new()), StringComparison.Ordinal);
        Assert.Contains("bytes are from 0 to 255", Refusal(Data(true, 2), new() { Fill = -1 }), StringComparison.Ordinal);
        Assert.Contains("for images of 28 ×", Refusal(Data(true, 2), new() { Height = 28 }), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageAugmentation { Rotation = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageAugmentation { CropArea = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ElasticDeformation(1, 0));
        Assert.Equal("shift 2, flip, rotation 15, crop 0.7, elastic 8 2, cutout 3, fill 7", Everything.ToString());
    }

    private static (int X, int Y)[] Offsets => [.. from x in new[] { -1, 0, 1 } from y in new[] { -1, 0, 1 } select (x, y)];

    private static string Refusal(Dataset data, ImageAugmentation augmentation) =>
        Assert.Throws<ArgumentException>(() => ImageLayout.Of(new RowRoles(data).Features[0], augmentation)).Message;

    private static PixelImage Numbered(int channels) =>
        new(Width, Height, channels, [.. Enumerable.Range(0, Width * Height * channels).Select(i => (byte)(i * 7))]);

    private static IEnumerable<byte> Moved(PixelImage image, int x, int y, byte fill) =>
        from row in Enumerable.Range(0, Height) from column in Enumerable.Range(0, Width)
        select column - x is >= 0 and < Width && row - y is >= 0 and < Height ? image.Pixels[((row - y) * Width) + column - x] : fill;

    private static Dataset Data(bool ofBytes, int rows)
    {
        byte[] bytes = [.. Enumerable.Range(0, rows * Height * Width).Select(i => (byte)(i * 31))];
        int[] labels = [.. Enumerable.Range(0, rows).Select(i => i % 2)];
        return ofBytes ? new(Tensor.Create(bytes, [rows, Height, Width, 1]), labels, 2)
            : new(Tensor.Create(Array.ConvertAll(bytes, b => (float)b), [rows, 1, Height, Width]), labels, 2);
    }

    private static List<byte[]> Batches(Dataset data, bool prefetch, int threads, long firstEpoch = 0)
    {
        var before = Parallelism.MaxThreads;
        Parallelism.MaxThreads = threads;
        try
        {
            var augmenter = new ImageAugmenter<float>(Everything, 5, new RowRoles(data).Features[0], 4);
            using var reader = new BatchReader<float>(data, 4, seed: 5, firstEpoch, prefetch: prefetch, augment: augmenter.Apply);
            return [.. Enumerable.Range(0, 6).Select(_ => reader.Read().Content(0).ToArray())];
        }
        finally
        {
            Parallelism.MaxThreads = before;
        }
    }
}
