using System.Xml.Linq;

namespace OnnxTrain;

/// <summary>A picture with a heading, a legend and a caption.</summary>
internal static class Figure
{
    /// <summary>The number of line styles of the page.</summary>
    public const int Styles = 8;

    public static XElement Of(
        string heading, XElement picture, string caption, IReadOnlyList<(string Name, string Style)>? legend = null, bool isWide = false
    ) =>
        Html.Element(
            "figure", isWide ? Html.Class("wide") : null, Html.Element("h3", Html.Text(heading)), picture,
            legend is null or { Count: 0 }
                ? null
                : Html.Element("ul", Html.Class("legend"), legend.Select((entry, series) => Entry(entry, series, legend.Count > 1))),
            Html.Element("figcaption", Html.Text(caption)));

    public static string Style(int series) => Invariant($"s{series % Styles}");

    private static XElement Entry((string Name, string Style) entry, int series, bool isMarked) =>
        Html.Element(
            "li",
            Html.Element(
                "svg", Html.Attribute("viewBox", "0 0 26 10"), Html.Class("key"), Html.Attribute("aria-hidden", "true"),
                Html.Empty(
                    "line", Html.Class($"line {entry.Style}"), Html.Attribute("x1", 1), Html.Attribute("x2", 25), Html.Attribute("y1", 5),
                    Html.Attribute("y2", 5)),
                isMarked ? Marker.At(series, 13, 5) : null),
            Html.Element("span", Html.Text(entry.Name)));
}
