using System.Diagnostics;

namespace OnnxTrain.Tests.Data.Images;

/// <summary>What folders of images hold besides images: passed over where it is no file, and named where it is of another format.</summary>
public sealed class FolderWalkTests : IDisposable
{
    private static readonly ImageFolderOptions Plain = new() { Decoders = [new SkiaDecoder()] };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_of_file_managers_and_links_back_are_passed_over_with_a_note()
    {
        AddImages();
        foreach (var name in (string[])["a/Thumbs.db", "b/.DS_Store", "a/desktop.ini", ".cache/x.png"]) Add(name, [1]);
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateSymbolicLink(At("a/loop"), At("a"));
            Directory.CreateSymbolicLink(At("whole"), _folder.Path);
            Directory.CreateSymbolicLink(At("b/self"), At("b/self"));
        }

        var read = ImageFolder.Open(_folder.Path, Plain with { Classes = OperatingSystem.IsWindows() ? null : ["a", "b", "whole"] });

        Assert.Equal(["a/1.png", "b/1.png"], read.Files);
        Assert.Equal(0, read.Report.Skipped);
        var kinds = read.Report.Issues.ToDictionary(issue => issue.File, issue => issue.Kind);
        foreach (var name in (string[])["a/Thumbs.db", "b/.DS_Store", "a/desktop.ini", ".cache"])
            Assert.Equal(ImageIssueKind.Hidden, kinds[name]);
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(ImageIssueKind.LinkLoop, kinds["a/loop"]);
        Assert.Equal(ImageIssueKind.LinkLoop, kinds["whole"]);
        Assert.Equal(ImageIssueKind.LinkLoop, kinds["b/self"]);
    }

    [Fact]
    public void A_link_to_another_folder_is_followed()
    {
        if (OperatingSystem.IsWindows()) return;
        AddImages();
        using var other = new TemporaryFolder();
        File.WriteAllBytes(Path.Combine(other.Path, "2.png"), new PngWriter(1, 1, 0, 8).Write([3]));
        Directory.CreateSymbolicLink(At("b/more"), other.Path);
        Assert.Equal(["a/1.png", "b/1.png", "b/more/2.png"], ImageFolder.Open(_folder.Path, Plain).Files);
    }

    [Fact]
    public void A_pipe_does_not_block()
    {
        if (OperatingSystem.IsWindows()) return;
        AddImages();
        using (var made = Process.Start("mkfifo", [At("a/pipe.png")])) made.WaitForExit();
        Assert.False(RegularFile.Is(At("a/pipe.png")));
        Assert.False(RegularFile.Is("/dev/zero"));
        Assert.True(RegularFile.Is(At("a/1.png")));

        var read = ImageFolder.Open(_folder.Path, Plain);

        Assert.Equal(["a/1.png", "b/1.png"], read.Files);
        Assert.Equal([("a/pipe.png", ImageIssueKind.NotAFile)], read.Report.Issues.Select(issue => (issue.File, issue.Kind)));
        Assert.Contains(
            "a pipe, a socket or a device",
            Assert.Throws<DataException>(() => PixelImage.Read(At("a/pipe.png"), Plain.Decoders)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("II*\0\u0008\0\0\0", "a TIFF image")]
    [InlineData("MM\0*\0\0\0\u0008", "a TIFF image")]
    [InlineData("\0\0\0\u0018ftypheic\0\0\0\0", "a HEIC image")]
    [InlineData("\0\0\0\u0018ftypmif1\0\0\0\0", "a HEIC image")]
    [InlineData("\0\0\0\u001Cftypavif\0\0\0\0", "an AVIF image")]
    [InlineData("\0\0\0\u0018ftypisom\0\0\0\0", "a video")]
    [InlineData("%PDF-1.7\n", "a PDF")]
    [InlineData("\0\0\0\u000CJXL \r\n\u0087\n", "a JPEG XL image")]
    [InlineData("<svg xmlns=", "an SVG drawing")]
    [InlineData("P6\n3 2\n255\n", "a PNM image")]
    [InlineData("version https://git-lfs.github.com/spec/v1\n", "a pointer of Git LFS")]
    [InlineData("hello", "not an image of a known format: it starts with 'hello'")]
    public void A_format_that_no_decoder_knows_is_named(string content, string format)
    {
        AddImages();
        Add("b/2.png", [.. content.Select(c => (byte)c)]);
        var message = Assert.Throws<DataException>(() => ImageFolder.Open(_folder.Path, Plain)).Message;
        Assert.Contains($"b/2.png is {format}", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Transparent_pixels_are_blended_with_the_background_and_the_model_keeps_it()
    {
        // Opaque 10, and white of opacity 0, whose colour does not count.
        var file = new PngWriter(2, 1, 4, 8).Write([10, 255, 255, 0]);
        Add("a/1.png", file);
        Add("b/1.png", file);
        foreach (var background in (PixelColour[])[PixelColour.White, PixelColour.Black, new(40, 40, 40)])
        {
            var read = ImageFolder.Open(_folder.Path, Plain with { Background = background });
            Assert.Equal([10, 10, 10, background.Red, background.Red, background.Red], Pixels(read)[..6]);
            Assert.Equal(2, read.Report.Count(ImageIssueKind.Transparent));
            var model = ImageModel.Classifier(read.Select([0, 1]), read.Classes, new Sequential(new Flatten(), new Linear(6, 2)));
            Assert.Equal(background, model.Image!.Background);
            var json = ModelDescription.FromJson(model.Description.ToJson());
            Assert.Equal(background, ((ImageFeature)json.Features[0]).Background);
        }
    }

    [Fact]
    public void Kept_pixels_are_those_over_the_same_background()
    {
        Add("1.png", new PngWriter(1, 1, 4, 8).Write([10, 0]));
        var images = new ImagePaths(_folder.Path, Plain.Decoders) { CacheBytes = 1 << 10 };
        foreach (var background in (PixelColour[])[PixelColour.White, PixelColour.Black, PixelColour.White])
        {
            var pixels = new byte[1];
            images.Read("1.png", new ImageFeature("photo", 1, 1, 1) { Background = background }, pixels);
            Assert.Equal([background.Red], pixels);
        }
    }

    [Theory]
    [InlineData("white", 255, 255, 255)]
    [InlineData("Black", 0, 0, 0)]
    [InlineData("#ff8001", 255, 128, 1)]
    [InlineData("0a0B0c", 10, 11, 12)]
    public void Colours_are_read_and_written(string text, byte red, byte green, byte blue)
    {
        Assert.True(PixelColour.TryParse(text, out var colour));
        Assert.Equal(new(red, green, blue), colour);
        Assert.True(PixelColour.TryParse(colour.ToString(), out var again));
        Assert.Equal(colour, again);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("#fff")]
    [InlineData("#1234567")]
    [InlineData("-12345")]
    public void Other_texts_are_no_colours(string? text) => Assert.False(PixelColour.TryParse(text, out _));

    private static byte[] Pixels(ImageFolder read) => Dataset.Elements(read.ToDataset().Pixels!).ToArray();

    private void AddImages()
    {
        Add("a/1.png", new PngWriter(1, 1, 0, 8).Write([1]));
        Add("b/1.png", new PngWriter(1, 1, 0, 8).Write([2]));
    }

    private string At(string name) => Path.Combine(_folder.Path, name);

    private void Add(string name, byte[] file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllBytes(At(name), file);
    }
}
