using System.Xml.Linq;
using SkiaSharp;

namespace OnnxTrain.Tests.Reports;

public sealed class ReportGalleryTests
{
    [Theory]
    [InlineData(2, 100)]
    [InlineData(40, 1)]
    [InlineData(200, 3)]
    public void Every_class_has_its_samples_in_a_file_of_bounded_size(int classes, int each)
    {
        // Noise cannot be compressed.
        var (rows, names) = Images(classes, each, side: 40);
        var model = ImageModel.Classifier(rows, names, new Head(classes));
        var gallery = ReportGallery.Samples(model, rows)!;

        Assert.Equal(names, gallery.Pictures.Select(p => p.Title));
        Assert.All(gallery.Pictures, p => Assert.Equal($"{each} image{(each == 1 ? "" : "s")}", p.Text));
        Assert.All(gallery.Pictures, p => Assert.InRange(p.Images.Count, 1, each));
        var html = new TrainingReport("images") { Galleries = [gallery, gallery] }.ToHtml();
        Assert.InRange(html.Length, 1000, 2_000_000);
        var pictures = Parse(html).Descendants("img").ToList();
        Assert.Equal(2 * gallery.Pictures.Sum(p => p.Images.Count), pictures.Count);
        Assert.All(pictures, p => Assert.StartsWith("data:image/png;base64,", p.Attribute("src")!.Value, StringComparison.Ordinal));
        Assert.All(pictures, p => Assert.NotEmpty(p.Attribute("alt")!.Value));
        Assert.Equal(html, new TrainingReport("images") { Galleries = [gallery, gallery] }.ToHtml());
    }

    [Fact]
    public void Samples_are_rows_of_their_class()
    {
        var (rows, names) = Images(classes: 3, each: 4, side: 6);
        var gallery = ReportGallery.Samples(ImageModel.Classifier(rows, names, new Head(3)), rows)!;

        // The first pixel of an image is its class.
        for (var c = 0; c < 3; c++) Assert.All(gallery.Pictures[c].Images, image => Assert.Equal(c, image.Pixels[0]));
    }

    [Fact]
    public void Mistakes_are_the_wrong_rows_with_the_surest_first()
    {
        var (rows, names) = Images(classes: 2, each: 2, side: 6);
        var predictions = Predictions.OfClasses([0.4, 0.6, 0.9, 0.1, 0.8, 0.2, 0.3, 0.7], [0, 1, 0, 1], 2);
        var model = ImageModel.Classifier(rows, names, new Head(2));
        var gallery = ReportGallery.Mistakes(model, rows, predictions, ["<cat>", "dog"])!;

        Assert.Equal(["dog → <cat>", "<cat> → dog"], gallery.Pictures.Select(p => p.Title));
        Assert.Equal(["90.0 %, image 2", "60.0 %, image 1"], gallery.Pictures.Select(p => p.Text));
        Assert.Equal([1, 0], gallery.Pictures.Select(p => (int)p.Images[0].Pixels[0]));
        var page = Parse(new TrainingReport("mistakes") { Galleries = [gallery] }.ToHtml());
        Assert.Contains(page.Descendants("strong"), title => title.Value == "dog → <cat>");
        Assert.Null(ReportGallery.Mistakes(model, rows, Predictions.OfClasses([1, 0, 0, 1, 1, 0, 0, 1], [0, 1, 0, 1], 2), names));
    }

    [Fact]
    public void Augmented_samples_are_those_of_training()
    {
        var (rows, names) = Images(classes: 2, each: 1, side: 6);
        var augmentation = new ImageAugmentation { Shift = 2 };
        var gallery = ReportGallery.Augmented(ImageModel.Classifier(rows, names, new Head(2)), rows, augmentation, seed: 3)!;

        Assert.Equal(names, gallery.Pictures.Select(p => p.Title));
        Assert.Equal(
            augmentation.Apply(gallery.Pictures[0].Images[0], seed: 3, number: 1).Pixels.ToArray(),
            gallery.Pictures[0].Images[2].Pixels.ToArray());
    }

    // Skia decodes what is written here.
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_picture_is_a_png_of_the_same_pixels(int channels)
    {
        byte[] pixels = [.. Enumerable.Range(0, 5 * 7 * channels).Select(i => (byte)(i * 89))];
        using var bitmap = SKBitmap.Decode(PngEncoder.Write(new(5, 7, channels, pixels)));

        Assert.Equal((5, 7), (bitmap.Width, bitmap.Height));
        for (var i = 0; i < 35; i++)
        {
            var colour = bitmap.GetPixel(i % 5, i / 5);
            byte[] found = [colour.Red, colour.Green, colour.Blue];
            Assert.Equal(channels == 1 ? Enumerable.Repeat(pixels[i], 3) : pixels[(3 * i)..(3 * i + 3)], found);
        }
    }

    /// <summary>Noise, with the class in the first pixel; the classes take turns.</summary>
    private static (Dataset Rows, string[] Names) Images(int classes, int each, int side)
    {
        var random = new Random(1);
        var (count, length) = (classes * each, side * side * 3);
        var pixels = new byte[count * length];
        random.NextBytes(pixels);
        long[] labels = [.. Enumerable.Range(0, count).Select(i => (long)(i % classes))];
        for (var i = 0; i < count; i++) pixels[i * length] = (byte)labels[i];
        var rows = new Dataset(
            System.Numerics.Tensors.Tensor.Create(pixels, [count, side, side, 3]),
            labels.Select(label => (int)label).ToArray(), classes);
        return (rows, [.. Enumerable.Range(0, classes).Select(c => $"class {c:000}")]);
    }

    private static XElement Parse(string html) => XElement.Parse(html["<!DOCTYPE html>".Length..]);

    private sealed class Head(int classes) : Module
    {
        private readonly Linear _linear = new(3, classes);

        public override Value Forward(Value x) => x.AdaptiveAveragePool(1).Flatten().Apply(_linear);
    }
}
