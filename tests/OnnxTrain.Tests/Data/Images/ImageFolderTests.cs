namespace OnnxTrain.Tests.Data.Images;

public sealed class ImageFolderTests : IDisposable
{
    private static readonly ImageFolderOptions Plain = new() { Decoders = [new SkiaDecoder()] };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Folders_are_classes_in_ordinal_order()
    {
        Add("zebra/b.png", Grey(2, 1, 5));
        Add("zebra/a.png", Grey(2, 1, 6));
        Add("Ant/deep/er/x.png", Grey(2, 1, 7));
        Add("Ant/y.png", Grey(2, 1, 8));
        Add("Ant/.hidden", [1]);
        var read = ImageFolder.Open(_folder.Path, Plain);
        Assert.Equal(["Ant", "zebra"], read.Classes);
        Assert.Equal(["Ant/y.png", "Ant/deep/er/x.png", "zebra/a.png", "zebra/b.png"], read.Files);
        Assert.Equal([0, 0, 1, 1], read.ToDataset().Labels.ToArray());
        Assert.Equal(2, read.ToDataset().Classes);
        Assert.Equal([4, 1, 2, 1], read.ToDataset().Pixels!.Lengths.ToArray());
        Assert.Equal([8, 8, 7, 7, 6, 6, 5, 5], Dataset.Elements(read.ToDataset().Pixels!).ToArray());
        Assert.Equal([("Ant/.hidden", ImageIssueKind.Hidden)], read.Report.Issues.Select(issue => (issue.File, issue.Kind)));
        Assert.Equal(0, read.Report.Skipped);
    }

    [Fact]
    public void Bad_images_are_named_and_counted()
    {
        AddBad();
        var read = ImageFolder.Open(_folder.Path, Plain with { OnBadImage = BadImages.Skip });
        Assert.Equal(["a/1 good.png", "a/6 deep.png", "b/grey.png"], read.Files);
        (string, ImageIssueKind)[] expected =
        [
            ("beside.txt", ImageIssueKind.NoClass),
            ("a/2 empty.png", ImageIssueKind.Empty),
            ("a/3 text.png", ImageIssueKind.UnknownFormat),
            ("a/4 cut.png", ImageIssueKind.Truncated),
            ("a/5 damaged.png", ImageIssueKind.Damaged),
            ("a/6 deep.png", ImageIssueKind.Reduced),
            ("b/grey.png", ImageIssueKind.GreyInColour),
        ];
        Assert.Equal(expected, read.Report.Issues.Select(i => (i.File, i.Kind)));
        Assert.All(read.Report.Issues, issue => Assert.Contains(Path.GetFileName(issue.File), issue.Message, StringComparison.Ordinal));
        Assert.Equal((3, 5), (read.Report.Used, read.Report.Skipped));
        Assert.Equal(1, read.Report.Count(ImageIssueKind.Truncated));
        Assert.Contains("skipped, truncated: 1 (a/4 cut.png)", read.Report.ToString(), StringComparison.Ordinal);
        Assert.Equal([9, 9, 9], Dataset.Elements(read.ToDataset().Pixels!)[^3..].ToArray());
    }

    [Fact]
    public void By_default_bad_images_stop_and_all_are_named()
    {
        AddBad();
        var message = Assert.Throws<DataException>(() => ImageFolder.Open(_folder.Path, Plain)).Message;
        Assert.StartsWith("4 of 7 files cannot be used.", message, StringComparison.Ordinal);
        string[] order = ["a/2 empty.png", "a/3 text.png", "a/4 cut.png", "a/5 damaged.png", "OnBadImage"];
        Assert.All(order, name => Assert.Contains(name, message, StringComparison.Ordinal));
        Assert.Equal(order, order.OrderBy(name => message.IndexOf(name, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_long_list_of_bad_images_is_cut_with_a_count()
    {
        Add("a/good.png", Grey(2, 1, 5));
        for (var i = 0; i < 25; i++) Add($"b/{i:00}.png", []);
        var message = Assert.Throws<DataException>(() => ImageFolder.Open(_folder.Path, Plain)).Message;
        Assert.Contains("25 of 26 files", message, StringComparison.Ordinal);
        Assert.Contains("b/09.png", message, StringComparison.Ordinal);
        Assert.DoesNotContain("b/10.png", message, StringComparison.Ordinal);
        Assert.Contains("and 15 more", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_opened_is_one_of_the_bad()
    {
        Add("a/good.png", Grey(1, 1, 3));
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "a", "link.png"), Path.Combine(_folder.Path, "nowhere.png"));
        var read = ImageFolder.Open(_folder.Path, Plain with { OnBadImage = BadImages.Skip });
        Assert.Equal(("a/link.png", ImageIssueKind.Unreadable), (Assert.Single(read.Report.Issues).File, read.Report.Issues[0].Kind));
    }

    [Fact]
    public void Size_and_channels_are_what_was_asked_for()
    {
        Add("a/1.png", Grey(4, 2, 50));
        Add("a/2.png", new PngWriter(2, 2, 2, 8).Write([.. Enumerable.Repeat(200, 12)]));
        Assert.Equal([2, 2, 4, 3], ImageFolder.Open(_folder.Path, Plain).ToDataset().Pixels!.Lengths.ToArray());
        Assert.Equal([2, 3, 6, 3], ImageFolder.Open(_folder.Path, Plain with { Width = 6 }).ToDataset().Pixels!.Lengths.ToArray());
        var grey = ImageFolder.Open(_folder.Path, Plain with { Width = 3, Height = 3, Channels = ImageChannels.Grey, Fit = ImageFit.Pad });
        Assert.Equal([2, 3, 3, 1], grey.ToDataset().Pixels!.Lengths.ToArray());
        Assert.Equal([ImageIssueKind.ColourInGrey], grey.Report.Issues.Select(i => i.Kind));
    }

    [Fact]
    public void A_few_images_are_of_all_classes_and_a_known_list_of_classes_keeps_its_labels()
    {
        for (var i = 0; i < 12; i++) Add($"{"abc"[i / 4]}/{i:00}.png", Grey(1, 1, i));
        var some = ImageFolder.Open(_folder.Path, Plain with { MaxImages = 3 }).ToDataset();
        Assert.Equal([0, 4, 8], Dataset.Elements(some.Pixels!).ToArray());
        Directory.Delete(Path.Combine(_folder.Path, "b"), recursive: true);
        var rest = ImageFolder.Open(_folder.Path, Plain with { Classes = ["a", "b", "c"] });
        Assert.Equal((3, 2), (rest.Columns[1].Classes, rest.ToDataset().Labels[^1]));
        Assert.Contains(
            "'c' is not one of the classes",
            Assert.Throws<DataException>(() => ImageFolder.Open(_folder.Path, Plain with { Classes = ["a", "b"] })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Decoders_of_a_users_own_are_asked_and_their_failures_are_bad_images()
    {
        Add("a/x.dot", "DOT!"u8.ToArray());
        Add("a/y.dot", "DOT?"u8.ToArray());
        var read = ImageFolder.Open(
            _folder.Path, Plain with
            {
                Decoders = [.. Plain.Decoders, new DotDecoder()], OnBadImage = BadImages.Skip,
            });
        Assert.Equal([42], Dataset.Elements(read.ToDataset().Pixels!).ToArray());
        Assert.Contains("no dot", Assert.Single(read.Report.Issues).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_without_images_are_refused()
    {
        Assert.Contains(
            "no subfolders",
            Assert.Throws<DataException>(() => ImageFolder.Open(_folder.Path, Plain)).Message,
            StringComparison.Ordinal);
        Directory.CreateDirectory(Path.Combine(_folder.Path, "a"));
        Assert.Contains(
            "have no files",
            Assert.Throws<DataException>(() => ImageFolder.Open(_folder.Path, Plain)).Message,
            StringComparison.Ordinal);
        Add("a/x.png", [1]);
        Assert.Contains(
            "None of the 1 files",
            Assert.Throws<DataException>(() => ImageFolder.Open(_folder.Path, Plain with { OnBadImage = BadImages.Skip })).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "There is no folder",
            Assert.Throws<DataException>(() => ImageFolder.Open(Path.Combine(_folder.Path, "nowhere"), Plain)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_tells_how_far_it_is_and_can_be_cancelled()
    {
        for (var i = 0; i < 5; i++) Add($"a/{i}.png", Grey(1, 1, i));
        var told = new List<ImageFolderProgress>();
        ImageFolder.Open(_folder.Path, Plain, progress: new Listener(told));
        Assert.Equal(new(5, 5), told[^1]);
        Assert.ThrowsAny<OperationCanceledException>(() => ImageFolder.Open(_folder.Path, Plain, cancellationToken: new(canceled: true)));
    }

    [Fact]
    public void Formats_mix_and_names_do_not_matter()
    {
        Add("a/jpeg.png", ImageSamples.Jpeg);
        Add("a/png.jpg", ImageSamples.Png);
        var pixels = Dataset.Elements(ImageFolder.Open(_folder.Path, Plain).ToDataset().Pixels!);
        Assert.Equal(ImageSamples.Pixels, pixels[^ImageSamples.Pixels.Length..].ToArray());
    }

    [Fact]
    public void A_missing_decoder_is_told_with_the_package_that_has_one()
    {
        Add("a/1.png", Grey(1, 1, 3));
        Assert.Contains(
            "OnnxTrain.Images",
            Assert.Throws<ArgumentException>(() => ImageFolder.Open(_folder.Path, new() { Decoders = [] })).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "OnnxTrain.Images",
            Assert.Throws<ArgumentException>(() => PixelImage.Read(Path.Combine(_folder.Path, "a/1.png"), [])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Files_made_to_fill_the_memory_are_bad_images()
    {
        Add("a/1 good.png", new PngWriter(1, 1, 0, 8).Write([7]));
        for (var i = 0; i < ImageSamples.Bombs.Count; i++) Add($"a/{i + 2} bomb", ImageSamples.Bombs[i]);
        Add("a/9 good.png", new PngWriter(1, 1, 0, 8).Write([9]));
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var read = ImageFolder.Open(_folder.Path, Plain with { OnBadImage = BadImages.Skip });
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 16 << 20);
        Assert.Equal([7, 9], Dataset.Elements(read.ToDataset().Pixels!).ToArray());
        Assert.Equal(ImageSamples.Bombs.Count, read.Report.Skipped);
    }

    [Fact]
    public void An_exception_of_a_decoder_for_want_of_memory_is_a_bad_image()
    {
        Add("a/1.dot", "DOT!"u8.ToArray());
        Add("a/2.dot", "DOT0"u8.ToArray());
        var read = ImageFolder.Open(_folder.Path, new() { Decoders = [new DotDecoder()], OnBadImage = BadImages.Skip });
        Assert.Contains("not enough memory", Assert.Single(read.Report.Issues).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_that_do_not_fit_in_memory_are_refused()
    {
        Add("a/1.png", Grey(1, 1, 3));
        Assert.Contains(
            "too large", Assert
                .Throws<ArgumentException>(() => ImageFolder.Open(_folder.Path, Plain with { Width = 1 << 16, Height = 1 << 16 }))
                .Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new PixelImage(1, 1, 1, [1]).Resize(1 << 16, 1 << 16));
    }

    /// <summary>
    /// A photograph decoded at a fraction of its sides is, scaled down, that decoded whole: to the level or two that JPEG's blocks differ
    /// by.
    /// </summary>
    [Theory]
    [InlineData(ImageFit.Stretch)]
    [InlineData(ImageFit.Crop)]
    [InlineData(ImageFit.Pad)]
    public void Photographs_are_decoded_small_and_look_the_same(ImageFit fit)
    {
        var file = EncodedImages.Of(SkiaSharp.SKEncodedImageFormat.Jpeg, 1000, 701);
        Add("a/1.jpg", file);
        var small = Dataset
            .Elements(ImageFolder.Open(_folder.Path, Plain with { Width = 48, Height = 32, Fit = fit }).ToDataset().Pixels!)
            .ToArray();
        var whole = new SkiaDecoder().Decode(file).Resize(48, 32, fit).Pixels.ToArray();
        Assert.InRange(small.Zip(whole).Max(p => Math.Abs(p.First - p.Second)), 1, 8);
        Assert.InRange(small.Zip(whole).Average(p => Math.Abs(p.First - p.Second)), 0, 0.5);
    }

    private void AddBad()
    {
        var colour = new PngWriter(1, 1, 2, 8).Write([1, 2, 3]);
        Add("beside.txt", [1]);
        Add("a/1 good.png", colour);
        Add("a/2 empty.png", []);
        Add("a/3 text.png", "not an image"u8.ToArray());
        Add("a/4 cut.png", colour[..45]);
        Add("a/5 damaged.png", [.. colour[..^20], (byte)(colour[^20] ^ 1), .. colour[^19..]]);
        Add("a/6 deep.png", new PngWriter(1, 1, 2, 16).Write([257, 514, 771]));
        Add("b/grey.png", Grey(1, 1, 9));
    }

    private void Add(string name, byte[] file)
    {
        var path = Path.Combine(_folder.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, file);
    }

    private static byte[] Grey(int width, int height, int level) =>
        new PngWriter(width, height, 0, 8).Write([.. Enumerable.Repeat(level, width * height)]);

    private sealed class Listener(List<ImageFolderProgress> told) : IProgress<ImageFolderProgress>
    {
        public void Report(ImageFolderProgress value)
        {
            lock (told) told.Add(value);
        }
    }

    private sealed class DotDecoder : IImageDecoder
    {
        public bool CanDecode(ReadOnlySpan<byte> header) => header.StartsWith("DOT"u8);

        public PixelImage Decode(ReadOnlySpan<byte> file) =>
            file[3] == '!' ? new(1, 1, 1, [42])
            : file[3] == '0' ? throw new InsufficientMemoryException()
            : throw new FormatException("no dot");
    }
}
