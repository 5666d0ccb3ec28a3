using System.Xml.Linq;

namespace OnnxTrain;

/// <summary>Galleries of images, which are embedded as PNG.</summary>
internal static class PictureSection
{
    /// <summary>The longest side of a picture, and the bytes of all pictures before compression; base64 makes 4/3 of them.</summary>
    private const int LongestSide = 96, MostBytes = 1_400_000;

    public static IReadOnlyList<XElement> Of(TrainingReport report)
    {
        var images = report.Galleries.SelectMany(gallery => gallery.Pictures).SelectMany(pictures => pictures.Images).ToList();
        var side = LongestSide;
        while (side > 4 && images.Sum(image => Bytes(image, side)) > MostBytes) side -= 4;
        return [.. report.Galleries.Where(gallery => gallery.Pictures.Count > 0).SelectMany(gallery => Gallery(gallery, side))];
    }

    private static IEnumerable<XElement> Gallery(ReportGallery gallery, int side) =>
    [
        Html.Element("h3", Html.Text(gallery.Heading)),
        Html.Paragraph(gallery.Caption),
        Html.Element(
            "ul", Html.Class(gallery.Pictures.All(p => p.Images.Count <= 2) ? "gallery few" : "gallery"),
            gallery.Pictures.Select(p => Group(p, side))),
    ];

    private static XElement Group(ReportPictures pictures, int side) => Html.Element(
        "li",
        Html.Element(
            "div", Html.Class("thumbs"),
            pictures.Images.Select((image, i) => Picture(Small(image, side), Invariant($"{pictures.Title} {pictures.Text} {i + 1}")))),
        Html.Element(
            "p", Html.Element("strong", Html.Text(pictures.Title)),
            pictures.Text.Length > 0 ? Html.Element("span", Html.Text(pictures.Text)) : null));

    private static XElement Picture(PixelImage image, string text) => Html.Empty(
        "img", Html.Attribute("src", $"data:image/png;base64,{Convert.ToBase64String(PngEncoder.Write(image))}"),
        Html.Attribute("width", image.Width), Html.Attribute("height", image.Height), Html.Attribute("alt", text),
        Math.Max(image.Width, image.Height) <= LongestSide / 2 ? Html.Class("small") : null);

    private static PixelImage Small(PixelImage image, int side)
    {
        var (width, height) = Size(image, side);
        return image.Resize(width, height);
    }

    private static long Bytes(PixelImage image, int side)
    {
        var (width, height) = Size(image, side);
        return (((long)width * image.Channels) + 1) * height;
    }

    private static (int Width, int Height) Size(PixelImage image, int side)
    {
        var scale = Math.Min(1, (double)side / Math.Max(image.Width, image.Height));
        return (Math.Max(1, (int)(image.Width * scale)), Math.Max(1, (int)(image.Height * scale)));
    }
}
